import { call } from '../emit/call.ts'
import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { reshape } from './normalizing.ts'
import { choice, int, number } from './parameters.ts'
import { picture } from './space.ts'
import { ownLayer } from './tfjs.ts'
import { form, nn, ownTorch } from './torch.ts'

interface Settings {
  readonly mode: 'acrossChannels' | 'withinChannel'
  readonly size: number
  readonly k: number
  readonly alpha: number
  readonly beta: number
}

export const localResponseNormalization = defineLayer({
  type: 'localResponseNormalization',
  label: 'Local response normalization',
  group: 'normalization',
  help: 'Divides each number by what its neighbours sum to: a ÷ (k + alpha·Σ a²)^beta, over the channels i − n÷2 … i + n÷2, or over an n×n window of its own channel. Alpha counts as written, as in TensorFlow. Krizhevsky et al., 2012.',
  inputs: 'one',
  params: {
    size: int('Size', 5, {
      help: 'n: the neighbours on either side are n ÷ 2, rounded down.',
      maximum: 1024,
    }),
    k: number('k', 2, { minimum: 0 }),
    alpha: number('Alpha', 1e-4, { minimum: 0 }),
    beta: number('Beta', 0.75, { minimum: 0 }),
    mode: choice('Mode', ['acrossChannels', 'withinChannel'], 'acrossChannels'),
  },
  shape: (p, [x]) => {
    if (p.mode === 'withinChannel') picture(x)
    return x
  },
  reach: (p, x) =>
    x
      .slice(0, -1)
      .map(() => ({ size: p.mode === 'withinChannel' ? 2 * radius(p) + 1 : 1, stride: 1 })),
  remarks: p =>
    p.k > 0 || p.beta === 0
      ? []
      : [
          {
            code: 'divides-by-zero',
            severity: 'warning',
            message:
              'With k 0, a number whose neighbours are all 0 becomes 0 ÷ 0, which is no number.',
            mends: [{ label: 'Use k 1', repair: { kind: 'setParams', params: { k: 1 } } }],
          },
        ],
  summary: p => joined(p.size, p.mode === 'withinChannel' && 'within a channel'),
  explain: p => [
    {
      quantity: 'Divisor',
      formula: `(${p.k} + ${p.alpha}·Σ a²)^${p.beta}`,
      result: window(p),
    },
  ],
  lower: (g, p, [x]) => {
    const values = g.full(x)
    const squares = g.op('Square', [values])
    const sums =
      p.mode === 'withinChannel'
        ? sumOverWindow(g, squares, radius(p))
        : sumOverChannels(g, squares, radius(p))
    const weighted = g.op('Mul', [sums, g.constant(p.alpha)])
    return g.compute(divideByPower(g, values, g.op('AddV2', [weighted, g.constant(p.k)]), p.beta))
  },
  tfjs: (_, args) => ownLayer('localResponseNormalization', args),
  keras: (_, args) => call('LocalResponseNormalization', args, { from: 'own' }),
  // PyTorch divides alpha by the window's numbers.
  pytorch: (p, _, { inputs: [x = []] }) => {
    const size = 2 * radius(p) + 1
    const list = [size, p.alpha * size, p.beta, p.k]
    if (p.mode === 'acrossChannels' && x.length > 1)
      return form('first', nn('LocalResponseNorm', list))
    const name = p.mode === 'withinChannel' ? 'ResponseNormWithin' : 'ResponseNormOfList'
    return form('first', ownTorch(name, [size, p.alpha, p.beta, p.k]))
  },
})

/** Neighbours on either side. */
function radius(p: Settings): number {
  return Math.floor(p.size / 2)
}

function window(p: Settings): string {
  const wide = 2 * radius(p) + 1
  return p.mode === 'withinChannel' ? `${wide}×${wide} positions` : `${wide} channels`
}

/**
 * A product with a band of ones. TensorFlow's own LRN computes the same forward, but its gradient is a loop
 * over single numbers: with it a step takes three to five times as long; with shifted copies, eleven.
 */
function sumOverChannels(g: Graph, x: Value, reach: number): Value {
  const channels = x.shape[x.shape.length - 1] ?? 1
  const band = Array.from({ length: channels ** 2 }, (_, at) =>
    Number(Math.abs((at % channels) - Math.floor(at / channels)) <= reach),
  )
  const rows = reshape(g, x, [-1, channels])
  const summed = g.op('MatMul', [rows, g.constant(band, { shape: [channels, channels] })])
  return reshape(g, summed, x.shape)
}

/** The mean of a window among zeros, times its numbers. */
function sumOverWindow(g: Graph, x: Value, reach: number): Value {
  const wide = 2 * reach + 1
  const sides = g.constant([0, 0, reach, reach, reach, reach, 0, 0], {
    type: 'int32',
    shape: [4, 2],
  })
  const mean = g.op('AvgPool', [g.op('Pad', [x, sides])], {
    ksize: [1, wide, wide, 1],
    strides: [1, 1, 1, 1],
    padding: 'VALID',
  })
  return g.op('Mul', [mean, g.constant(wide ** 2)])
}

/** x ÷ base^power; roots take a fraction of the time of a general power. */
function divideByPower(g: Graph, x: Value, base: Value, power: number): Value {
  if (power === 1) return g.op('RealDiv', [x, base])
  if (power !== 0.5 && power !== 0.75)
    return g.op('Mul', [x, g.op('Pow', [base, g.constant(-power)])])
  const root = g.op('Rsqrt', [base])
  if (power === 0.5) return g.op('Mul', [x, root])
  return g.op('Mul', [x, g.op('Mul', [root, g.op('Sqrt', [root])])])
}
