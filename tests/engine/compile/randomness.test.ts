import { afterAll, describe, expect, it } from 'vitest'
import type { Compilation } from '../../../engine/compile/compilation.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import type { Loss, NetworkDocument } from '../../../shared/document/types.ts'
import { randomBatch } from './keras-check.ts'
import { drawing, type NodeSpec, soundNetwork } from './networks.ts'

const sessions: Session[] = []
afterAll(() => {
  for (const session of sessions) session.close()
})

async function start(document: NetworkDocument, seed: number, loss: Loss) {
  const compilation: Compilation = compileNetwork(soundNetwork(document), {
    loss,
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    seed,
  })
  const session = await openSession(compilation)
  sessions.push(session)
  session.init()
  return { compilation, session }
}

// Standard deviations from the definitions of Glorot, He and LeCun (fan in 3·3·40, fan out 3·3·60);
// a uniform in ±a has a ÷ √3. Bounds are those of Keras: ±limit, or two deviations before the cut.
const [fanIn, fanOut] = [360, 540]
const cut = 0.87962566103423978
const expected: Readonly<Record<string, readonly [deviation: number, bound: number]>> = {
  glorotUniform: [Math.sqrt(2 / (fanIn + fanOut)), Math.sqrt(6 / (fanIn + fanOut))],
  glorotNormal: [Math.sqrt(2 / (fanIn + fanOut)), (2 / cut) * Math.sqrt(2 / (fanIn + fanOut))],
  heUniform: [Math.sqrt(2 / fanIn), Math.sqrt(6 / fanIn)],
  heNormal: [Math.sqrt(2 / fanIn), (2 / cut) * Math.sqrt(2 / fanIn)],
  leCunUniform: [Math.sqrt(1 / fanIn), Math.sqrt(3 / fanIn)],
  leCunNormal: [Math.sqrt(1 / fanIn), (2 / cut) * Math.sqrt(1 / fanIn)],
  randomNormal: [0.05, 0.4],
  randomUniform: [0.05 / Math.sqrt(3), 0.05],
  truncatedNormal: [0.05 * cut, 0.1],
}

const initialized = drawing('initialized', [
  { id: 'image', type: 'input', params: { shape: [4, 4, 40] } },
  ...[...Object.keys(expected), 'zeros', 'ones'].map(
    (kernelInitializer): NodeSpec => ({
      id: kernelInitializer,
      type: 'conv2d',
      params: { filters: 60, kernelSize: 3, kernelInitializer },
      from: ['image'],
    }),
  ),
])

describe('Initial weights', () => {
  it('have the moments and bounds that Keras’s formulas say', async () => {
    const { session } = await start(initialized, 7, 'meanSquaredError')
    const weights = session.readWeights()
    for (const [name, [deviation, bound]] of Object.entries(expected)) {
      const values = weights.get(`${name}/kernel`) ?? new Float32Array()
      const { mean, spread, largest } = moments(values)
      const count = values.length // 21,600: five standard errors of the mean, five of the deviation
      expect(Math.abs(mean), name).toBeLessThan((5 * deviation) / Math.sqrt(count))
      expect(Math.abs(spread / deviation - 1), name).toBeLessThan(5 / Math.sqrt(2 * count))
      expect(largest, name).toBeLessThanOrEqual(bound * (1 + 1e-6))
      expect(largest, name).toBeGreaterThan(bound * (name === 'randomNormal' ? 0.4 : 0.98))
    }
    expect(new Set(weights.get('zeros/kernel'))).toEqual(new Set([0]))
    expect(new Set(weights.get('ones/kernel'))).toEqual(new Set([1]))
  })

  it('follow from the seed and the layer’s id, not from the layers around it', async () => {
    const layer = (id: string): NodeSpec => ({ id, type: 'dense', params: { units: 4 } })
    const input: NodeSpec = { id: 'image', type: 'input', params: { shape: [4] } }
    const values = async (seed: number, ids: readonly string[]) => {
      const document = drawing('chain', [input, ...ids.map(layer)])
      return (await start(document, seed, 'meanSquaredError')).session.readWeights()
    }
    const first = await values(1, ['a', 'b'])
    expect((await values(1, ['c', 'b', 'a'])).get('b/kernel')).toEqual(first.get('b/kernel'))
    expect(first.get('a/kernel')).not.toEqual(first.get('b/kernel'))
    expect((await values(2, ['a', 'b'])).get('b/kernel')).not.toEqual(first.get('b/kernel'))
  })
})

function moments(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return { mean, spread: Math.sqrt(variance), largest }
}

const rate = 0.3
const dropouts = (...ids: readonly string[]) =>
  drawing('dropouts', [
    { id: 'image', type: 'input', params: { shape: [2000] } },
    ...ids.map(id => ({ id, type: 'dropout', params: { rate }, from: ['image'] })),
  ])

describe('Dropout', () => {
  const count = 50
  const ones = new Float32Array(count * 2000).fill(1)
  // Against a ramp every position counts differently, so equal losses mean equal masks.
  const ramp = ones.map((_, index) => -(index % 2000) / 2000)

  async function losses(seed: number, steps: readonly number[], id = 'first') {
    const { session } = await start(dropouts(id), seed, 'meanAbsoluteError')
    const batch = { inputs: { image: ones }, labels: { [id]: ramp }, count, learningRate: 0 }
    return steps.map(step => session.train({ ...batch, step }).loss)
  }

  it('keeps the mean', async () => {
    // |y + ramp| is y + ramp, whose mean is that of y plus the ramp's 0.49975.
    const [loss = 0] = await losses(1, [0])
    const standardError = Math.sqrt(rate / (1 - rate) / 100_000)
    expect(Math.abs(loss - 1 - 0.49975)).toBeLessThan(4 * standardError)
  })

  it('drops the share asked for and divides what it keeps by the rest', async () => {
    const moment = async (loss: Loss) => {
      const { session } = await start(dropouts('first'), 1, loss)
      const labels = { first: new Float32Array(count * 2000) }
      return session.train({ inputs: { image: ones }, labels, count, step: 0, learningRate: 0 })
        .loss
    }
    // Of numbers that are 0 or s the mean is (1 − share)·s and the mean square s times that: sums of 100,000 in float32.
    const [mean, square] = [await moment('meanAbsoluteError'), await moment('meanSquaredError')]
    const kept = 1 / (1 - rate)
    expect(Math.abs(square / mean / kept - 1)).toBeLessThan(1e-5)
    // Five standard deviations of a binomial: √(0.3·0.7 ÷ 100,000) ≈ 0.00145.
    expect(Math.abs(1 - mean / kept - rate)).toBeLessThan(0.0073)
  })

  it('differs by step, seed and layer and repeats for the same ones', async () => {
    const [a, b, again] = await losses(1, [0, 1, 0])
    expect(again).toEqual(a)
    expect(b).not.toEqual(a)
    expect(await losses(1, [0, 1])).toEqual([a, b])
    expect((await losses(2, [0]))[0]).not.toEqual(a)
    expect((await losses(1, [0], 'second'))[0]).not.toEqual(a)
  })

  it('does nothing outside of training', async () => {
    const { session, compilation } = await start(dropouts('first', 'second'), 1, 'meanSquaredError')
    const { inputs } = randomBatch(compilation, 3, 1)
    expect(session.predict(inputs, 3).first?.values).toEqual(inputs.image)
  })
})
