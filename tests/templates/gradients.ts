// The gradient of a training step for every weight, run in TensorFlow.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NamedTensorMap } from '@tensorflow/tfjs-node-gpu'
import type { Compilation } from '../../engine/compile/compilation.ts'
import { compileNetwork } from '../../engine/compile/compile-network.ts'
import { signaturesOnly } from '../../engine/compile/saved-model.ts'
import { loadTensorFlow } from '../../engine/compile/tensorflow.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'

const batch = 2

export interface Gradients {
  readonly loss: number
  /** Names of the weights that training changes. */
  readonly trainable: readonly string[]
  /** Of every weight: whether all numbers are finite, and the largest. */
  readonly byWeight: ReadonlyMap<string, { readonly finite: boolean; readonly largest: number }>
}

/** One step's gradients, from initial weights, two made pictures and made labels. */
export async function gradientsOf(document: NetworkDocument): Promise<Gradients> {
  const { training } = document
  if (!training) throw new Error(`${document.name} has no training settings`)
  const { loss, losses } = training
  const compilation = compileNetwork(analyse(document), {
    loss,
    ...(losses && { losses }),
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    seed: 1,
    gradients: true,
  })
  const trainable = compilation.variables.filter(one => one.trainable).map(({ name }) => name)
  return { trainable, ...(await run(compilation)) }
}

async function run(compilation: Compilation): Promise<Omit<Gradients, 'trainable'>> {
  const tf = loadTensorFlow()
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-gradients-'))
  const file = join(folder, 'saved_model.pb')
  writeFileSync(file, compilation.savedModel)
  try {
    const init = await tf.node.loadSavedModel(folder, ['serve'], 'init')
    writeFileSync(file, signaturesOnly(compilation.savedModel))
    const gradients = await tf.node.loadSavedModel(folder, ['serve'], 'gradients')
    const found = tf.tidy(() => {
      init.predict({})
      return read(gradients.predict(feedsOf(compilation)) as NamedTensorMap) as never
    }) as Omit<Gradients, 'trainable'>
    gradients.dispose()
    init.dispose()
    return found
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function feedsOf({ inputs, targets }: Compilation): NamedTensorMap {
  const tf = loadTensorFlow()
  const feeds: NamedTensorMap = { step: tf.scalar(0, 'int32') }
  for (const [at, { id, shape }] of inputs.entries())
    feeds[`input:${id}`] = tf.randomUniform([batch, ...shape], -1, 1, 'float32', 7 + at)
  for (const { id, shape, type } of targets) {
    const sizes = [batch, ...(type === 'int32' ? shape.slice(0, -1) : shape)]
    const classes = type === 'int32' ? (shape.at(-1) ?? 1) : 2
    const count = sizes.reduce((product, size) => product * size, 1)
    const labels = Array.from({ length: count }, (_, at) => at % classes)
    feeds[`label:${id}`] = tf.tensor(labels, sizes, type === 'int32' ? 'int32' : 'float32')
  }
  return feeds
}

function read(out: NamedTensorMap): Omit<Gradients, 'trainable'> {
  const byWeight = new Map<string, { finite: boolean; largest: number }>()
  for (const [name, tensor] of Object.entries(out)) {
    if (!name.startsWith('gradient:')) continue
    let largest = 0
    let finite = true
    for (const value of tensor.dataSync()) {
      if (!Number.isFinite(value)) finite = false
      if (Math.abs(value) > largest) largest = Math.abs(value)
    }
    byWeight.set(name.slice('gradient:'.length), { finite, largest })
  }
  return { loss: out.loss?.dataSync()[0] ?? Number.NaN, byWeight }
}
