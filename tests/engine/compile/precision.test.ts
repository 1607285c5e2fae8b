import { afterAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import type { Precision } from '../../../shared/document/types.ts'
import { randomBatch } from './keras-check.ts'
import {
  cutNetworks,
  drawing,
  smallNetworks,
  soundNetwork,
  type TestNetwork,
  templateNetworks,
} from './networks.ts'
import { normalizingNetworks } from './normalizing-networks.ts'
import { sequenceNetworks } from './sequence-networks.ts'

const sessions: Session[] = []
afterAll(() => {
  for (const session of sessions) session.close()
})

async function run({ document, settings }: TestNetwork, precision: Precision) {
  const compilation = compileNetwork(soundNetwork(document), {
    ...settings,
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    seed: 4,
    precision,
  })
  const session = await openSession(compilation)
  sessions.push(session)
  session.init()
  const batch = randomBatch(compilation, 12, 8)
  const outputs = session.predict(batch.inputs, 12)
  const losses = [0, 1, 2].map(step => session.train({ ...batch, step, learningRate: 0.01 }).loss)
  return { outputs, losses, compilation }
}

/** Root of the mean squared difference over that of the values: what rounding errors add up to. */
function distance(a: Float32Array, b: Float32Array): number {
  const squares = (of: (index: number) => number) =>
    b.reduce((sum, _, index) => sum + of(index) ** 2, 0)
  return Math.sqrt(squares(i => (a[i] ?? 0) - (b[i] ?? 0)) / squares(i => b[i] ?? 0))
}

// bfloat16 keeps 8 bits: one rounding is off by up to 2⁻⁹ and by 2⁻⁹ ÷ √3 = 0.0011 on average. Roundings
// of a chain add up like a random walk, two per layer (its weights and its result): 0.0016·√layers.
const perLayer = Math.sqrt(2) * (2 ** -9 / Math.sqrt(3))
const networks = [
  ...smallNetworks,
  ...normalizingNetworks,
  ...cutNetworks,
  ...sequenceNetworks,
  ...templateNetworks,
]

describe('Mixed bfloat16', () => {
  it.each(networks.map(network => [network.document.name, network] as const))(
    'stays as close to float32 as its rounding allows: %s',
    async (_, network) => {
      const [mixed, full] = [await run(network, 'mixedBfloat16'), await run(network, 'float32')]
      const layers = mixed.compilation.layers.length
      // Four times the expected distance: single draws of a random walk scatter.
      const allowed = 4 * perLayer * Math.sqrt(layers)
      for (const [id, { values }] of Object.entries(full.outputs)) {
        const apart = distance(mixed.outputs[id]?.values ?? new Float32Array(), values)
        expect(apart).toBeLessThan(allowed)
        expect(apart).toBeGreaterThan(0) // it does compute in another type
      }
      for (const [step, loss] of full.losses.entries())
        expect(Math.abs((mixed.losses[step] ?? Number.NaN) / loss - 1)).toBeLessThan(allowed)
    },
  )

  it.each([['normalized'], ['rectified'], ['ResNet-20']])(
    'is as close where lanes meet at batch normalization: %s',
    async name => {
      const network = networks.find(({ document }) => document.name === name)
      if (!network) throw new Error(`there is no network ${name}`)
      const cut = { ...network, settings: { ...network.settings, lanes: 2 } }
      const [mixed, full] = [await run(cut, 'mixedBfloat16'), await run(network, 'float32')]
      const allowed = 4 * perLayer * Math.sqrt(mixed.compilation.layers.length)
      for (const [step, loss] of full.losses.entries())
        expect(Math.abs((mixed.losses[step] ?? Number.NaN) / loss - 1)).toBeLessThan(allowed)
    },
  )
})

describe('MixedBfloat16', () => {
  // Of 0 the answer is the bias: (1 - bias)² falls by 2/6 per bias of the six channels, over all positions together.
  it.each([
    ['dense', { units: 6 }],
    ['depthwiseConv2d', { kernelSize: 1, depthMultiplier: 2 }],
    ['conv2d', { filters: 6, kernelSize: 3 }],
    ['conv2dTranspose', { filters: 6, kernelSize: 2 }],
  ])('adds up the bias gradient of %s over 8,192 positions', async (type, params) => {
    const nodes = [
      { id: 'image', type: 'input', params: { shape: [64, 64, 3] } },
      { id: 'biased', type, params },
      { id: 'mean', type: 'globalAveragePooling2d' },
    ]
    const compilation = compileNetwork(soundNetwork(drawing('biased', nodes)), {
      loss: 'meanSquaredError',
      optimizer: { kind: 'sgd', learningRate: 0.25 },
      seed: 4,
      precision: 'mixedBfloat16',
    })
    const session = await openSession(compilation)
    sessions.push(session)
    session.init()
    const inputs = { image: new Float32Array(2 * 64 * 64 * 3) }
    const labels = { mean: new Float32Array(12).fill(1) }
    session.train({ inputs, labels, count: 2, step: 0, learningRate: 0.25 })
    const biases = session.readWeights().get('biased/bias') ?? []
    expect(biases).toHaveLength(6)
    // Two roundings to eight binary digits: of what is added and of the sum.
    for (const bias of biases) expect(Math.abs(bias / (0.25 / 3) - 1)).toBeLessThanOrEqual(2 ** -7)
  })
})

describe('Float32', () => {
  // Of 0 the answer is the bias, so (1 - bias)² falls by 2 per bias: the sum of 180,000 equal numbers.
  it('adds up the gradient of one channel’s bias to its last digits', async () => {
    const nodes = [
      { id: 'image', type: 'input', params: { shape: [300, 300, 1] } },
      { id: 'conv', type: 'conv2d', params: { filters: 1, kernelSize: 1 } },
      { id: 'mean', type: 'globalAveragePooling2d' },
    ]
    const compilation = compileNetwork(soundNetwork(drawing('one channel', nodes)), {
      loss: 'meanSquaredError',
      optimizer: { kind: 'sgd', learningRate: 0.25 },
      seed: 4,
    })
    const session = await openSession(compilation)
    sessions.push(session)
    session.init()
    const inputs = { image: new Float32Array(2 * 300 * 300) }
    const labels = { mean: new Float32Array([1, 1]) }
    session.train({ inputs, labels, count: 2, step: 0, learningRate: 0.25 })
    const [bias = Number.NaN] = session.readWeights().get('conv/bias') ?? []
    expect(Math.abs(bias / 0.5 - 1)).toBeLessThan(1e-5)
  })
})
