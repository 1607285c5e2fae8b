import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import { drawing, soundNetwork } from './networks.ts'

const orthogonal = { kernelInitializer: 'orthogonal' }
const document = drawing('first values', [
  { id: 'text', type: 'input', params: { shape: [5, 3] } },
  { id: 'memory', type: 'lstm', params: { units: 6 } },
  { id: 'open', type: 'lstm', params: { units: 6, unitForgetBias: false }, from: ['text'] },
  { id: 'both', type: 'concatenate', from: ['memory', 'open'] },
  { id: 'narrow', type: 'dense', params: { units: 7, ...orthogonal } },
  { id: 'wide', type: 'dense', params: { units: 20, ...orthogonal }, from: ['narrow'] },
  { id: 'image', type: 'reshape', params: { targetShape: [5, 2, 2] } },
  { id: 'conv', type: 'conv2d', params: { filters: 4, kernelSize: 2, ...orthogonal } },
])

describe('First values', () => {
  let session: Session
  let weights: ReadonlyMap<string, Float32Array>
  beforeAll(async () => {
    const optimizer = { kind: 'sgd', learningRate: 1 } as const
    const settings = { loss: 'meanSquaredError', optimizer, seed: 2 } as const
    session = await openSession(compileNetwork(soundNetwork(document), settings))
    session.init()
    weights = session.readWeights()
  })
  afterAll(() => session.close())

  const read = (name: string) => weights.get(name) ?? new Float32Array()

  it.each([
    ['memory/recurrentKernel', 6, 24],
    ['narrow/kernel', 12, 7],
    ['wide/kernel', 7, 20],
    ['conv/kernel', 8, 4],
  ] as const)('%s is orthogonal along its shorter side', (name, rows, columns) => {
    const values = read(name)
    expect(values).toHaveLength(rows * columns)
    const isWide = rows < columns
    const at = (vector: number, index: number) =>
      values[isWide ? vector * columns + index : index * columns + vector] ?? Number.NaN
    const [short, long] = isWide ? [rows, columns] : [columns, rows]
    for (let a = 0; a < short; a++)
      for (let b = 0; b < short; b++) {
        const product = Array.from({ length: long }, (_, i) => at(a, i) * at(b, i))
        const sum = product.reduce((total, value) => total + value, 0)
        expect(sum).toBeCloseTo(a === b ? 1 : 0, 5)
      }
  })

  it('lets an LSTM remember at first: its forget gate starts with a bias of 1', () => {
    const [zeros, ones] = [Array(6).fill(0), Array(6).fill(1)]
    expect([...read('memory/bias')]).toEqual([...zeros, ...ones, ...zeros, ...zeros])
    expect([...read('open/bias')]).toEqual(Array(24).fill(0))
  })
})

it('keeps no first value beside the weight: TensorFlow would, of every one that it could compute beforehand', async () => {
  // Six kernels of 8 MiB, of which TensorFlow holds three copies each where it knows them when it opens the graph.
  const layers = Array.from({ length: 6 }, (_, index) => ({
    id: `hidden${index}`,
    type: 'dense',
    params: { units: index % 2 === 0 ? 2048 : 1024, useBias: false },
  }))
  const wide = drawing('wide', [{ id: 'x', type: 'input', params: { shape: [1024] } }, ...layers])
  const optimizer = { kind: 'sgd', learningRate: 1 } as const
  const settings = { loss: 'meanSquaredError', optimizer, seed: 2 } as const
  const compilation = compileNetwork(soundNetwork(wide), settings)
  const before = process.memoryUsage.rss()
  const session = await openSession(compilation)
  session.init()
  const grown = process.memoryUsage.rss() - before
  session.close()
  expect(grown).toBeLessThan(2 * 6 * 8 * 2 ** 20)
})
