import { afterAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { alongSequences, throughVolumes } from './convolution-networks.ts'
import { randomBatch, relativeDifference } from './keras-check.ts'
import { drawing, dropped, normalized, plain, soundNetwork } from './networks.ts'

const mixed = drawing('mixed', [
  { id: 'x', type: 'input', params: { shape: [4] } },
  { id: 'mix', type: 'mixUp' },
  { id: 'y', type: 'dense', params: { units: 3, activation: 'softmax' } },
])

const sessions: Session[] = []
afterAll(() => {
  for (const session of sessions) session.close()
})

async function start(document: NetworkDocument, lanes: number) {
  const compilation = compileNetwork(soundNetwork(document), {
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'sgd', learningRate: 0.05 },
    seed: 3,
    lanes,
  })
  const session = await openSession(compilation)
  sessions.push(session)
  session.init()
  return { compilation, session }
}

// One lane is compared with Keras and with tf.gradients elsewhere; lanes must only cut the work.
describe('A batch in lanes', () => {
  it.each([
    ['plain', plain],
    ['along sequences', alongSequences],
    ['through volumes', throughVolumes],
    ['LeNet', instantiate('lenet')],
    ['with batch normalization', normalized],
  ])('is learnt, judged and predicted as in one piece: %s', async (_, document) => {
    const [one, two, three] = [
      await start(document, 1),
      await start(document, 2),
      await start(document, 3),
    ]
    for (const [step, count] of [7, 3, 2, 1, 8].entries()) {
      const batch = randomBatch(one.compilation, count, step)
      const train = { ...batch, step, learningRate: 0.05 }
      const [alone, ...cut] = [one, two, three].map(({ session }) => ({
        judged: session.evaluate(batch),
        outputs: session.predict(batch.inputs, count).scores,
        trained: session.train(train),
      }))
      if (!alone?.outputs) throw new Error('no outputs')
      for (const lane of cut) {
        expect(lane.outputs?.shape).toEqual(alone.outputs.shape)
        expect(
          relativeDifference(lane.outputs?.values ?? new Float32Array(), alone.outputs.values),
        ).toBeLessThan(1e-5)
        expect(lane.judged.loss / alone.judged.loss).toBeCloseTo(1, 5)
        expect(lane.judged.correct).toBe(alone.judged.correct)
        expect(lane.judged.predicted).toEqual(alone.judged.predicted)
        expect(lane.trained.loss / alone.trained.loss).toBeCloseTo(1, 5)
      }
    }
    const weights = one.session.readWeights()
    for (const { session } of [two, three])
      for (const [name, values] of session.readWeights())
        expect(
          relativeDifference(values, weights.get(name) ?? new Float32Array()),
          name,
        ).toBeLessThan(2e-5)
  })

  it('drops other values in each lane', async () => {
    const { compilation, session } = await start(dropped, 2)
    const half = randomBatch(compilation, 4, 1)
    const twice = (values: Float32Array | Int32Array) => [...values, ...values]
    const inputs = Object.fromEntries(
      Object.entries(half.inputs).map(([id, values]) => [id, Float32Array.from(twice(values))]),
    )
    const labels = Object.fromEntries(
      Object.entries(half.labels).map(([id, values]) => [id, Int32Array.from(twice(values))]),
    )
    const both = session.train({ inputs, labels, count: 8, step: 0, learningRate: 0 }).loss
    const first = await start(dropped, 1)
    const alone = first.session.train({ ...half, step: 0, learningRate: 0 }).loss
    // With the same mask in both lanes the mean over both would be that of one.
    expect(Math.abs(both - alone)).toBeGreaterThan(1e-4)
  })

  it('is refused where an example reads others', () => {
    const compile = () =>
      compileNetwork(soundNetwork(mixed), {
        loss: 'categoricalCrossentropy',
        optimizer: { kind: 'sgd', learningRate: 0.05 },
        seed: 3,
        lanes: 2,
      })
    expect(compile).toThrow('must not be cut')
  })
})
