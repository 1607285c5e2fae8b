import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { CompileSettings } from '../../../engine/compile/compilation.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import { loadTensorFlow } from '../../../engine/compile/tensorflow.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { randomBatch, relativeDifference } from './keras-check.ts'
import { dropped, normalized, plain, soundNetwork, yesOrNo } from './networks.ts'

const adam = { kind: 'adam', learningRate: 0.01 } as const
const folder = mkdtempSync(join(tmpdir(), 'layerloom-session-test-'))
const open: Session[] = []

async function start(document: NetworkDocument, settings: Partial<CompileSettings> = {}) {
  const compilation = compileNetwork(soundNetwork(document), {
    loss: 'categoricalCrossentropy',
    optimizer: adam,
    seed: 5,
    ...settings,
  })
  const session = await openSession(compilation)
  open.push(session)
  session.init()
  const step = (step: number, count = 8, learningRate = 0.01) =>
    session.train({ ...randomBatch(compilation, count, step), step, learningRate })
  return { compilation, session, step }
}

afterEach(() => {
  for (const session of open.splice(0)) session.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('A session', () => {
  it('learns a batch by heart', async () => {
    const { compilation, session } = await start(plain)
    const batch = randomBatch(compilation, 16, 1)
    const losses = Array.from({ length: 60 }, (_, step) =>
      session.train({ ...batch, step, learningRate: 0.02 }),
    )
    expect(losses[0]?.loss).toBeGreaterThan(1)
    expect(losses.at(-1)?.loss).toBeLessThan(0.1)
    expect(losses.at(-1)?.correct).toBe(16)
    const evaluation = session.evaluate(batch)
    expect(evaluation.correct).toBe(16)
    expect([...(evaluation.predicted.scores ?? [])]).toEqual([...(batch.labels.scores ?? [])])
  })

  it('takes batches of any size and does not let examples see each other', async () => {
    const { compilation, session } = await start(plain)
    const whole = randomBatch(compilation, 129, 2)
    const all = session.predict(whole.inputs, 129).scores
    expect(all?.shape).toEqual([129, 5])
    for (const count of [1, 7]) {
      const some = session.predict(whole.inputs, count).scores
      expect(some?.shape).toEqual([count, 5])
      expect(
        relativeDifference(some?.values ?? [], all?.values.subarray(0, count * 5) ?? []),
      ).toBeLessThan(1e-5)
    }
  })

  it('gives the mean loss of a batch, so that batches add up by their sizes', async () => {
    const { compilation, session } = await start(plain)
    const batch = randomBatch(compilation, 10, 3)
    const part = (from: number, to: number) => ({
      count: to - from,
      inputs: { image: (batch.inputs.image ?? new Float32Array()).subarray(from * 288, to * 288) },
      labels: { scores: (batch.labels.scores ?? new Int32Array()).subarray(from, to) },
    })
    const whole = session.evaluate(batch)
    const parts = [session.evaluate(part(0, 7)), session.evaluate(part(7, 10))] as const
    expect((parts[0].loss * 7 + parts[1].loss * 3) / 10).toBeCloseTo(whole.loss, 5)
    expect((parts[0].correct ?? 0) + (parts[1].correct ?? 0)).toBe(whole.correct)
  })

  it('goes on from a checkpoint bit for bit, moving averages and moments included', async () => {
    const { session, step } = await start(normalized)
    for (let index = 0; index < 3; index += 1) step(index)
    session.save(join(folder, 'middle'))
    const further = [step(3), step(4)]
    const weights = session.readWeights()
    session.init()
    session.restore(join(folder, 'middle'))
    expect([step(3), step(4)]).toEqual(further)
    expect(session.readWeights()).toEqual(weights)
  })

  it('goes on in another session as in the first', async () => {
    const first = await start(dropped)
    first.step(0)
    first.session.save(join(folder, 'other'))
    const second = await start(dropped)
    second.session.restore(join(folder, 'other'))
    expect(second.step(1)).toEqual(first.step(1))
    expect(second.session.readWeights()).toEqual(first.session.readWeights())
  })

  it('saves and restores the weights without the optimizer', async () => {
    const { compilation, session, step } = await start(plain)
    step(0)
    const weights = session.readWeights()
    session.save(join(folder, 'weights'), { weightsOnly: true })
    session.init()
    session.restore(join(folder, 'weights'), { weightsOnly: true })
    expect(session.readWeights()).toEqual(weights)
    expect(() => session.restore(join(folder, 'weights'))).toThrow(
      /holds no .*Moment.*another optimizer/,
    )
    expect([...weights.keys()]).toEqual(
      compilation.variables.filter(({ kind }) => kind === 'weight').map(({ name }) => name),
    )
  })

  it('takes weights from outside, all of them and of the right sizes', async () => {
    const { compilation, session } = await start(yesOrNo, { loss: 'binaryCrossentropy' })
    const ones = new Map(
      compilation.variables
        .filter(({ kind }) => kind === 'weight')
        .map(({ name, shape }) => [
          name,
          new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
        ]),
    )
    session.writeWeights(ones)
    expect(session.readWeights()).toEqual(ones)
    expect(() => session.writeWeights(new Map())).toThrow(
      'scores/kernel takes 288×1 = 288 numbers, but none were given.',
    )
  })

  it('keeps TensorFlow’s memory flat over a thousand steps', async () => {
    const { step, session, compilation } = await start(plain)
    const tf = loadTensorFlow()
    step(0)
    const before = tf.memory()
    for (let index = 1; index <= 1000; index += 1) step(index, 2)
    session.evaluate(randomBatch(compilation, 4, 1))
    session.predict(randomBatch(compilation, 4, 1).inputs, 4)
    session.readWeights()
    expect(tf.memory().numTensors).toBe(before.numTensors)
    expect(tf.memory().numBytes).toBe(before.numBytes)
  })

  it('leaves nothing on the disk, even where it is never closed', async () => {
    // A temporary folder of its own: other tests open sessions at the same time.
    const own = mkdtempSync(join(folder, 'temporary-'))
    vi.stubEnv('TMPDIR', own)
    const { step } = await start(plain)
    vi.unstubAllEnvs()
    expect(readdirSync(own)).toEqual([])
    expect(step(0).loss).toBeGreaterThan(0)
  })

  it('frees TensorFlow’s session when it is closed and answers no more', async () => {
    const tf = loadTensorFlow()
    const before = tf.node.getNumOfSavedModels()
    const { session, step } = await start(plain)
    expect(tf.node.getNumOfSavedModels()).toBe(before + 1)
    session.close()
    open.pop()
    expect(tf.node.getNumOfSavedModels()).toBe(before)
    expect(() => step(0)).toThrow('The session is closed.')
  })
})

describe('What goes wrong in a session', () => {
  it('names the classes where a label is outside of them', async () => {
    const { compilation, session } = await start(plain)
    const batch = randomBatch(compilation, 2, 1)
    expect(() => session.evaluate({ ...batch, labels: { scores: Int32Array.of(0, 5) } })).toThrow(
      'tells 5 classes apart, numbered from 0, but an answer in the data is 5.',
    )
  })

  it('names the input that is too short', async () => {
    const { compilation, session } = await start(plain)
    const { inputs } = randomBatch(compilation, 2, 1)
    expect(() => session.predict(inputs, 3)).toThrow(
      'image: 3 examples of 9×8×4 are 864 numbers, but 576 numbers are there as its input.',
    )
  })

  it('says that a checkpoint is missing', async () => {
    const { session } = await start(plain)
    expect(() => session.restore(join(folder, 'nowhere'))).toThrow(
      'The checkpoint is missing or damaged.',
    )
  })

  it('says that the weights have no values yet', async () => {
    const compilation = compileNetwork(soundNetwork(plain), {
      loss: 'categoricalCrossentropy',
      optimizer: adam,
      seed: 1,
    })
    const session = await openSession(compilation)
    open.push(session)
    expect(() => session.predict(randomBatch(compilation, 1, 1).inputs, 1)).toThrow(
      'The weights have no values yet.',
    )
  })
})
