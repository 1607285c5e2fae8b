// A network with two inputs, several outputs, a shared layer and an auxiliary head, beside Keras.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadDataset } from '../../../engine/data/load-dataset.ts'
import { epochOrder } from '../../../engine/data/order.ts'
import { weightOrder } from '../../../engine/export/manifest.ts'
import { openDocument, openRun } from '../../../engine/train/network-session.ts'
import { readConfusion } from '../../../engine/train/run-folder.ts'
import { readRecords } from '../../../engine/train/run-log.ts'
import type { Evaluation, NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import { resumeRun, startRun } from '../../../engine/train/start-run.ts'
import { parseDatasetSpec } from '../../../shared/document/dataset-spec.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import type { EpochEvent, MetricsByOutput } from '../../../shared/runs/events.ts'
import { wantedData } from '../../../shared/runs/wanted-data.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { relativeDifference } from '../compile/keras-check.ts'
import { severalArrays, severalDocument, writeSeveral } from './several-document.ts'
import { epochsOf, scratchFolder, weightsHash } from './small-run.ts'

const scratch = scratchFolder()
// 11 of 55 are kept for validation, so an epoch has steps of 16, 16 and 12; the test part is 16 and 5.
const [train, test] = [severalArrays(55, 1), severalArrays(21, 2)]
const spec = parseDatasetSpec('npz:several.npz?validation=0.2')

type Weights = Readonly<Record<string, readonly number[]>>
type Logs = Readonly<Record<string, number>>

interface Theirs {
  readonly steps: readonly Logs[]
  readonly validation: Logs
  readonly test: Logs
  readonly weights: Weights
  readonly outputs: Weights
}

async function weightsOf(session: NetworkSession, document: NetworkDocument): Promise<Weights> {
  const network = analyse(document)
  const { names } = weightOrder(network)
  const file = join(scratch, 'weights.bin')
  await session.writeWeights(file, names)
  const bytes = readFileSync(file)
  const values = new Float32Array(new Uint8Array(bytes).buffer)
  let start = 0
  const entries = names.map(name => {
    const slash = name.lastIndexOf('/')
    const shape = network.byId.get(name.slice(0, slash))?.weights[name.slice(slash + 1)]?.shape
    const size = (shape ?? []).reduce((product, length) => product * length, 1)
    start += size
    return [name, [...values.subarray(start - size, start)]] as const
  })
  return Object.fromEntries(entries)
}

/** `kind_loss`, `kind_accuracy` … as Keras calls them. */
function flat(loss: number | null | undefined, outputs: MetricsByOutput | undefined): Logs {
  const own = Object.entries(outputs ?? {}).flatMap(([id, { loss: value, accuracy }]) => [
    [`${id}_loss`, value ?? Number.NaN] as const,
    ...(accuracy === undefined ? [] : [[`${id}_accuracy`, accuracy ?? Number.NaN] as const]),
  ])
  return { loss: loss ?? Number.NaN, ...Object.fromEntries(own) }
}

function expectSame(ours: Logs, theirs: Logs): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort())
  for (const [name, value] of Object.entries(ours))
    expect(relativeDifference([value], [theirs[name] ?? Number.NaN]), name).toBeLessThan(1e-5)
}

/** The mean over examples of what was told for each step. */
function overSteps(steps: readonly Logs[]): Logs {
  const count = steps.reduce((sum, step) => sum + (step.count ?? 0), 0)
  const names = Object.keys(steps[0] ?? {}).filter(name => name !== 'count')
  const mean = (name: string) =>
    steps.reduce((sum, step) => sum + (step[name] ?? 0) * (step.count ?? 0), 0) / count
  return Object.fromEntries(names.map(name => [name, mean(name)]))
}

const folder = join(scratch, 'run')
const document = severalDocument()

beforeAll(async () => {
  mkdirSync(scratch, { recursive: true })
  writeSeveral(join(scratch, 'several.npz'), train, test)
  const run = await startRun({ document, folder, baseFolder: scratch })
  const { error } = await run.done
  if (error) throw error
}, 120_000)

describeWithPython('three steps of a network with several outputs', () => {
  let theirs: Theirs
  let epoch: EpochEvent
  let weights: Weights
  let evaluation: Evaluation
  let outputs: NamedArrays

  beforeAll(async () => {
    const wanted = wantedData(analyse(document), document.training)
    const { training, validation } = await loadDataset(spec, { folder: scratch, wanted })
    const order = [...epochOrder(training.count, 3, 0)].map(place => training.rows[place] ?? -1)
    const first = await openDocument(document)
    const input = {
      weights: await weightsOf(first, document),
      train,
      test,
      batches: [order.slice(0, 16), order.slice(16, 32), order.slice(32)],
      kept: [...validation.rows],
    }
    await first.close()
    const program = readFileSync(new URL('./several_peer.py', import.meta.url), 'utf8')
    theirs = (await runPythonJson(program, { input, timeoutSeconds: 300 })) as Theirs
    const records = await readRecords(join(folder, 'events.jsonl'))
    const found = records.find(record => record.event === 'epoch')
    if (found?.event !== 'epoch') throw new Error('no epoch was told')
    epoch = found
    const trained = await openRun(folder)
    weights = await weightsOf(trained, document)
    evaluation = await trained.evaluate(spec, scratch)
    const { image, side } = test
    const given = { image: image?.values ?? [], side: side?.values ?? [] }
    outputs = await trained.predict({
      image: { shape: image?.shape ?? [], values: Float32Array.from(given.image) },
      side: { shape: side?.shape ?? [], values: Float32Array.from(given.side) },
    })
    await trained.close()
  }, 300_000)

  it('tells the loss and the right answers that Keras tells, of all and of each', () => {
    expectSame(flat(epoch.loss, epoch.outputs), overSteps(theirs.steps))
    expectSame(flat(epoch.valLoss, epoch.valOutputs), theirs.validation)
    expect(epoch.accuracy).toBeUndefined()
  })

  it('ends with the weights of Keras', () => {
    expect(Object.keys(weights).sort()).toEqual(Object.keys(theirs.weights).sort())
    for (const [name, values] of Object.entries(weights))
      expect(relativeDifference(values, theirs.weights[name] ?? []), name).toBeLessThan(1e-5)
  })

  it('evaluates the test part as Keras does, the last short batch by its size', () => {
    expectSame(flat(evaluation.loss, evaluation.outputs), theirs.test)
    expect(evaluation.examples).toBe(21)
  })

  it('predicts without the head of training what Keras predicts with it', () => {
    expect(Object.keys(outputs).sort()).toEqual(['kind', 'place', 'same'])
    for (const [id, { values }] of Object.entries(outputs))
      expect(relativeDifference(values, theirs.outputs[id] ?? []), id).toBeLessThan(1e-5)
  })
})

describe('a run with several outputs', () => {
  it('keeps a confusion matrix for each output that tells classes apart', async () => {
    const confusion = await readConfusion(folder)
    expect(Object.keys(confusion?.outputs ?? {})).toEqual(['early', 'kind', 'same'])
    for (const { classNames, matrix } of Object.values(confusion?.outputs ?? {})) {
      expect(matrix).toHaveLength(classNames.length)
      expect(matrix.flat().reduce((sum, count) => sum + count)).toBe(11)
    }
    expect(confusion?.outputs?.same?.classNames).toEqual(['0', '1'])
  })

  it('goes on bit for bit after a stop within an epoch, the figures of each output with it', async () => {
    const long = severalDocument({ epochs: 8 })
    const whole = await startRun({
      document: long,
      folder: join(scratch, 'whole'),
      baseFolder: scratch,
    })
    expect((await whole.done).reason).toBe('finished')
    const cut = await startRun({
      document: long,
      folder: join(scratch, 'cut'),
      baseFolder: scratch,
    })
    await new Promise<void>(resolve => {
      cut.onRecord(record => {
        if (record.event === 'progress') resolve()
      })
    })
    expect((await cut.stop()).reason).toBe('stopped')
    expect((await (await resumeRun({ folder: cut.folder })).done).reason).toBe('finished')
    expect(weightsHash(cut.folder)).toBe(weightsHash(whole.folder))
    const epochs = async (of: string) => epochsOf(await readRecords(join(of, 'events.jsonl')))
    expect(await epochs(cut.folder)).toEqual(await epochs(whole.folder))
    expect((await epochs(whole.folder)).at(-1)?.outputs?.kind?.loss).toBeTypeOf('number')
  }, 300_000)

  it('is not resumed with other losses than it was started with', async () => {
    const training = severalDocument().training
    const losses = {
      ...training?.losses,
      place: { loss: 'meanSquaredError' as const, weight: 0.6 },
    }
    const changed = severalDocument({ losses })
    await expect(
      startRun({ document: changed, folder, baseFolder: scratch, resume: true }),
    ).rejects.toThrow('The losses of single outputs are not those')
  })

  it('centres and scales every input by its own numbers', async () => {
    const standardized = severalDocument({ standardize: true })
    const run = await startRun({
      document: standardized,
      folder: join(scratch, 'scaled'),
      baseFolder: scratch,
    })
    expect((await run.done).reason).toBe('finished')
    const { scaling } = JSON.parse(readFileSync(join(run.folder, 'run.json'), 'utf8'))
    expect(Object.keys(scaling)).toEqual(['image', 'side'])
    expect([scaling.image.mean.length, scaling.side.mean.length]).toEqual([1, 4])
    const session = await openRun(run.folder)
    expect((await session.evaluate(spec, scratch)).examples).toBe(21)
    await session.close()
  }, 300_000)
})

describe('data for a network with several inputs and outputs', () => {
  const wanted = wantedData(analyse(document), document.training)
  const load = (name: string) =>
    loadDataset(parseDatasetSpec(`npz:${name}`), { folder: scratch, wanted })

  it('names what is missing, with its size and kind, beside what is there', async () => {
    writeSeveral(join(scratch, 'less.npz'), train, test, ['side', 'place'])
    await expect(load('less.npz')).rejects.toThrow(
      'less.npz: holds image_train (55, 6, 6, 1) of f4, kind_train (55) of i4, same_train (55) of i4, image_test (21, 6, 6, 1) of f4, kind_test (21) of i4, same_test (21) of i4. Missing: side_train for the input side, numbers of shape (N, 4); place_train for the output place, numbers of shape (N, 2). An array is named after its input or output, with _train and _test behind it or not; N counts the examples.',
    )
  })

  it('takes answers of its own for a head where the file has some', async () => {
    const own = (arrays: typeof train) => ({
      ...arrays,
      early: arrays.same ?? { shape: [], values: [] },
    })
    writeSeveral(join(scratch, 'own.npz'), own(train), own(test))
    const { training, classNamesOf } = await load('own.npz')
    expect(training.examples.named?.answers.early?.values.length).toBe(55)
    // They are written as float32 there, so they are values.
    expect(classNamesOf).toEqual({ kind: ['0', '1', '2'], place: [], same: ['0', '1'], early: [] })
  })

  it('refuses arrays of different lengths', async () => {
    const shorter = { ...train, side: severalArrays(54, 1).side ?? { shape: [], values: [] } }
    writeSeveral(join(scratch, 'uneven.npz'), shorter, test)
    await expect(load('uneven.npz')).rejects.toThrow(
      'holds 55 rows in image_train but 54 in side_train. Save as many rows of each.',
    )
  })
})
