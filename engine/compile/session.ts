// A compiled network in TensorFlow. The only file that runs anything there; for trainer processes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Compilation, Port } from './compilation.ts'
import { feedExamples, feedInputs, feedWeights } from './feed.ts'
import { signaturesOnly } from './saved-model.ts'
import { explainFailure } from './session-error.ts'
import {
  type BatchResult,
  type CheckpointOptions,
  type InputBatch,
  type Prediction,
  type Session,
  SessionError,
} from './session-types.ts'
import { adaptWeights, batchMoments } from './set-moments.ts'
import { loadTensorFlow, type TensorFlow } from './tensorflow.ts'

/** Runs a signature: what `feed` makes and what comes out is freed when `take` has read it. */
type Run = <T>(signature: string, feed: () => NamedTensorMap, take: (out: NamedTensorMap) => T) => T

type Model = Awaited<ReturnType<TensorFlow['node']['loadSavedModel']>>

const signatures = ['init', 'train', 'evaluate', 'predict'] as const
const storage = ['save', 'restore', 'saveWeights', 'restoreWeights', 'read', 'write'] as const

/** Opens a session of its own. Its variables have no values before `init` or `restore`. */
export async function openSession(compilation: Compilation): Promise<Session> {
  const tf = loadTensorFlow()
  const models = new Map<string, Model>()
  const close = () => {
    for (const model of models.values()) model.dispose()
    models.clear()
  }
  // Never the same folder twice: tfjs-node keeps models by path and ignores what was written since.
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-graph-'))
  try {
    await loadModels(tf, folder, compilation, models)
  } catch (error) {
    close()
    throw explainFailure(error, compilation.layers)
  } finally {
    // TensorFlow has read it all: so not even a killed trainer leaves it behind.
    await rm(folder, { recursive: true, force: true })
  }
  const run: Run = (name, feed, take) => {
    const model = models.get(name)
    if (!model) throw closed(compilation)
    try {
      return tf.tidy(() => take(model.predict(feed()) as NamedTensorMap) as never)
    } catch (error) {
      throw explainFailure(error, compilation.layers)
    }
  }
  const moves = storageCalls(tf, compilation, run)
  const moments = (id: string, { inputs, count }: InputBatch) =>
    run(
      `adapt:${id}`,
      () => feedInputs(tf, compilation.inputs, inputs, count),
      out => ({ count, mean: floats(out, 'mean'), variance: floats(out, 'variance') }),
    )
  const adapt = (batches: () => Iterable<InputBatch>) =>
    adaptWeights(compilation.adapted, moves, id => batchMoments(id, batches, moments))
  return { ...trainingCalls(tf, compilation, run), ...moves, adapt, close }
}

async function loadModels(
  tf: TensorFlow,
  folder: string,
  { savedModel, variables, adapted }: Compilation,
  models: Map<string, Model>,
): Promise<void> {
  const file = join(folder, 'saved_model.pb')
  await writeFile(file, savedModel)
  const further = [...(variables.length > 0 ? storage : []), ...adapted.map(id => `adapt:${id}`)]
  for (const name of [...signatures, ...further]) {
    models.set(name, await tf.node.loadSavedModel(folder, ['serve'], name))
    // TensorFlow has the graph now; tfjs-node would parse all of it again for every other signature
    // (0.4 s for ResNet-20), though it only looks for the signature.
    if (models.size === 1) await writeFile(file, signaturesOnly(savedModel))
  }
}

function trainingCalls(
  tf: TensorFlow,
  compilation: Compilation,
  run: Run,
): Pick<Session, 'init' | 'train' | 'evaluate' | 'predict'> {
  return {
    init: () => run('init', () => ({}), nothing),
    train: batch =>
      run(
        'train',
        () => ({
          ...feedExamples(tf, compilation, batch),
          step: tf.scalar(batch.step, 'int32'),
          learningRate: tf.scalar(batch.learningRate),
        }),
        out => result(out, compilation),
      ),
    evaluate: batch =>
      run(
        'evaluate',
        () => feedExamples(tf, compilation, batch),
        out => ({ ...result(out, compilation), predicted: predictedClasses(out) }),
      ),
    predict: (inputs, count) =>
      run(
        'predict',
        () => feedInputs(tf, compilation.inputs.filter(isAsked), inputs, count),
        predictions,
      ),
  }
}

function storageCalls(
  tf: TensorFlow,
  compilation: Compilation,
  run: Run,
): Pick<Session, 'save' | 'restore' | 'readWeights' | 'writeWeights'> {
  const weights = compilation.variables.filter(({ kind }) => kind === 'weight')
  const move = (
    verb: 'save' | 'restore',
    path: string,
    { weightsOnly }: CheckpointOptions = {},
  ) => {
    if (weights.length === 0) return
    run(
      weightsOnly === true ? `${verb}Weights` : verb,
      () => ({ path: tf.scalar(path, 'string') }),
      nothing,
    )
  }
  return {
    save: (path, options) => move('save', path, options),
    restore: (path, options) => move('restore', path, options),
    readWeights: () => {
      if (weights.length === 0) return new Map()
      return run(
        'read',
        () => ({}),
        out => new Map(weights.map(({ name }) => [name, floats(out, name)])),
      )
    },
    writeWeights: values => {
      if (weights.length > 0) run('write', () => feedWeights(tf, weights, values), nothing)
    },
  }
}

function closed(compilation: Compilation): SessionError {
  const what = compilation.variables.length === 0 ? 'has no weights' : 'is closed'
  return new SessionError('tensorflow', `The session ${what}.`, null, '')
}

function isAsked({ trainingOnly }: Port): boolean {
  return trainingOnly !== true
}

function nothing(): void {}

function numbers(out: NamedTensorMap, name: string) {
  const tensor: Tensor | undefined = out[name]
  if (!tensor) throw new Error(`TensorFlow gave no ${name}`)
  return tensor.dataSync()
}

function floats(out: NamedTensorMap, name: string): Float32Array {
  return numbers(out, name) as Float32Array
}

function result(out: NamedTensorMap, { targets }: Compilation): BatchResult {
  const one = (name: string) => numbers(out, name)[0] ?? Number.NaN
  const resultOf = (of: string) => ({
    loss: one(`loss${of}`),
    correct: out[`correct${of}`] ? one(`correct${of}`) : null,
  })
  const several = targets.length > 1 ? targets : []
  const outputs = several.map(({ id }) => [id, resultOf(`:${id}`)] as const)
  return { ...resultOf(''), ...(outputs.length > 0 && { outputs: Object.fromEntries(outputs) }) }
}

function predictedClasses(out: NamedTensorMap): Readonly<Record<string, Int32Array>> {
  const prefix = 'predicted:'
  const names = Object.keys(out).filter(name => name.startsWith(prefix))
  return Object.fromEntries(
    names.map(name => [name.slice(prefix.length), numbers(out, name) as Int32Array]),
  )
}

function predictions(out: NamedTensorMap): Readonly<Record<string, Prediction>> {
  return Object.fromEntries(
    Object.entries(out).map(([id, tensor]) => [
      id,
      { shape: tensor.shape, values: tensor.dataSync() as Float32Array },
    ]),
  )
}
