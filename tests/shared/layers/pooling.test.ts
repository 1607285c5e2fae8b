import { describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { JsonObject } from '../../../shared/document/types.ts'
import { predictLayer } from '../../conformance/predict-layer.ts'
import { drawing, soundNetwork } from '../../engine/compile/networks.ts'
import { declared } from './declared.ts'

describe.each(['maxPooling2d', 'averagePooling2d'])('%s', type => {
  it('steps by its window where strides are left out', () => {
    expect(declared(type, { poolSize: 3 }, [9, 9, 2]).shape()).toEqual([3, 3, 2])
    // As look/main-light.png writes pools; what differs from a tiling is said.
    expect(declared(type, { poolSize: 3 }, [9, 9, 2]).summary()).toBe('3×3')
    expect(declared(type, { poolSize: 3, strides: 2 }, [9, 9, 2]).summary()).toBe('3×3/2')
    expect(declared(type, { padding: 'same' }, [9, 9, 2]).summary()).toBe('2×2/2 same')
  })

  it('says how many pixels are never read', () => {
    const [remark] = declared(type, { poolSize: 2 }, [7, 8, 2]).remarks()
    expect(remark?.message).toBe(
      'The last 1 row of the 7×8 input is never read: (7 − 2 + 0) ÷ 2 + 1 = 3.5 is rounded down.',
    )
  })

  it('hints at pixels between windows that a long stride skips', () => {
    const codes = declared(type, { poolSize: 2, strides: 3 }, [8, 8, 1]).remarks()
    expect(codes.map(remark => remark.code)).toEqual(['skipped-pixels'])
    expect(codes[0]?.mends?.[0]?.repair).toEqual({ kind: 'setParams', params: { strides: 2 } })
  })

  it('refuses padding that leaves windows without a pixel', () => {
    const error = declared(type, { poolSize: 2, padding: 2 }, [8, 8, 1]).error()
    expect(error.message).toBe(
      'Padding of 2 is not less than the 2×2 window, so some windows would read no pixel of the input.',
    )
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { padding: [1, 1] } })
  })
})

describe('global pooling', () => {
  it('gives one number a channel, or 1×1 pictures', () => {
    expect(declared('globalAveragePooling2d', {}, [7, 7, 512]).shape()).toEqual([512])
    expect(declared('globalMaxPooling2d', { keepdims: true }, [7, 7, 512]).shape()).toEqual([
      1, 1, 512,
    ])
  })
})

describe('pooled numbers', () => {
  const picture = [
    [5, 1, 3, 4],
    [8, 2, 9, 2],
    [1, 3, 0, 1],
    [2, 2, 2, 0],
  ]
  const pool = (type: string, params: JsonObject, rows: readonly (readonly number[])[]) =>
    predictLayer({ type, params, inputs: [[4, 4, 1]] }, Float32Array.from(rows.flat()))

  it('are those of the worked case of the notes', async () => {
    expect(await pool('maxPooling2d', { poolSize: 2 }, picture)).toEqual({
      shape: [1, 2, 2, 1],
      values: Float32Array.of(8, 9, 3, 2),
    })
  })

  it('count the padding in averages and never in maxima', async () => {
    const negative = Array<number[]>(4).fill(Array(4).fill(-8))
    const params = { poolSize: 2, strides: 4, padding: 1 }
    const values = async (type: string) => (await pool(type, params, negative)).values
    expect(await values('averagePooling2d')).toEqual(Float32Array.of(-2, -2, -2, -2))
    expect(await values('maxPooling2d')).toEqual(Float32Array.of(-8, -8, -8, -8))
  })
})

describe('adaptive pooling', () => {
  // arange(35) squared modulo 23.
  const picture = [
    [0, 1, 4, 9, 16],
    [2, 13, 3, 18, 12],
    [8, 6, 6, 8, 12],
    [18, 3, 13, 2, 16],
    [9, 4, 1, 0, 1],
    [4, 9, 16, 2, 13],
    [3, 18, 12, 8, 6],
  ]
  const pool = async (type: string, outputSize: readonly number[]) => {
    const values = Float32Array.from(picture.flat())
    const answer = await predictLayer(
      { type, params: { outputSize: [...outputSize] }, inputs: [[7, 5, 1]] },
      values,
    )
    return [...answer.values]
  }
  const close = (numbers: readonly number[]) => numbers.map(number => expect.closeTo(number, 5))

  it('reads the windows of PyTorch 2.15, fewer than there are pixels', async () => {
    expect(await pool('adaptiveAveragePooling2d', [3, 2])).toEqual(
      close([43 / 9, 88 / 9, 68 / 9, 59 / 9, 76 / 9, 59 / 9]),
    )
    expect(await pool('adaptiveMaxPooling2d', [3, 2])).toEqual([13, 18, 18, 16, 18, 16])
  })

  it('reads the windows of PyTorch 2.15, more than there are columns', async () => {
    const means = await pool('adaptiveAveragePooling2d', [4, 7])
    expect(means.slice(0, 7)).toEqual(close([1, 4, 5.25, 3.5, 8.5, 13.75, 14]))
    expect(means.slice(14, 21)).toEqual(close([31 / 3, 47 / 6, 23 / 3, 10, 17 / 3, 17 / 3, 10]))
    const largest = await pool('adaptiveMaxPooling2d', [4, 7])
    expect(largest.slice(7, 14)).toEqual([18, 18, 13, 13, 18, 18, 16])
  })

  it('tells its first windows', () => {
    const rows = declared('adaptiveMaxPooling2d', { outputSize: [3, 5] }, [7, 5, 2]).explain()
    expect(rows.map(({ formula, result }) => [formula, result])).toEqual([
      ['0–2, 2–4, 4–6 of 7', '3'],
      ['0–0, 1–1, 2–2, 3–3 … of 5', '5'],
    ])
  })
})

describe('spatialPyramidPooling', () => {
  // He et al., 2014: 16×256, 4×256 and 256 numbers of conv5 whatever its size.
  it.each([
    [13, 13],
    [10, 7],
  ])('gives 21 numbers a channel of a %i×%i picture', (height, width) => {
    const node = declared('spatialPyramidPooling', {}, [height, width, 256])
    expect(node.shape()).toEqual([21 * 256])
    expect(node.explain()[0]?.formula).toBe('(1² + 2² + 4²)·256')
  })
})

describe('l2Pooling2d', () => {
  it('trains on where whole windows are 0', async () => {
    const document = drawing('norms of nothing', [
      { id: 'image', type: 'input', params: { shape: [4, 4, 1] } },
      {
        id: 'conv',
        type: 'conv2d',
        params: { filters: 2, kernelSize: 1, kernelInitializer: 'zeros' },
      },
      { id: 'norm', type: 'l2Pooling2d' },
      { id: 'flat', type: 'flatten' },
      { id: 'scores', type: 'dense', params: { units: 3 } },
    ])
    const compilation = compileNetwork(soundNetwork(document), {
      loss: 'categoricalCrossentropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      seed: 1,
    })
    const session = await openSession(compilation)
    session.init()
    const batch = {
      inputs: { image: Float32Array.from({ length: 16 }, (_, at) => at) },
      labels: { scores: Int32Array.of(2) },
      count: 1,
    }
    const losses = [0, 1].map(step => session.train({ ...batch, step, learningRate: 0.1 }).loss)
    session.close()
    // The norms stay 0, so only the biases of the last layer learn: −log softmax of (0, 0, 0), then of what one step made.
    const first = Math.log(3)
    const [a, b] = [Math.exp(-0.1 / 3), Math.exp(0.2 / 3)]
    expect(losses).toEqual([expect.closeTo(first, 5), expect.closeTo(Math.log((2 * a + b) / b), 5)])
  })
})
