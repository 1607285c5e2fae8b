import { call } from '../emit/call.ts'
import { joined } from './convolution.ts'
import { defineLayer, LayerError } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { number, optionalNumber } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { code, form, ownTorch } from './torch.ts'

interface Settings {
  readonly maxValue: number | null
  readonly negativeSlope: number
  readonly threshold: number
}

export const reLU = defineLayer({
  type: 'reLU',
  label: 'ReLU',
  group: 'activation',
  help: 'Rectified linear unit: x above the threshold, at most maxValue, and negativeSlope·(x − threshold) below. With its defaults max(0, x). Nair and Hinton, 2010.',
  inputs: 'one',
  params: {
    maxValue: optionalNumber('Largest value', 'Left out: no limit.', { minimum: 0 }),
    negativeSlope: number('Negative slope', 0, { minimum: 0 }),
    threshold: number('Threshold', 0, { minimum: 0 }),
  },
  shape: (p, [x]) => {
    if (p.maxValue === null || p.maxValue >= p.threshold) return x
    throw new LayerError(
      'limit-below-threshold',
      `maxValue ${p.maxValue} is below the threshold ${p.threshold}, so nothing lies between them.`,
      [
        { label: 'Use no limit', repair: { kind: 'setParams', params: { maxValue: null } } },
        { label: 'Use threshold 0', repair: { kind: 'setParams', params: { threshold: 0 } } },
      ],
    )
  },
  rectifies: p => p.maxValue === null && p.negativeSlope === 0 && p.threshold === 0,
  summary: p =>
    joined(
      p.maxValue !== null && `≤ ${p.maxValue}`,
      p.negativeSlope > 0 && `slope ${p.negativeSlope}`,
      p.threshold > 0 && `from ${p.threshold}`,
    ),
  explain: p => [
    {
      quantity: 'Formula',
      formula: `x for x > ${p.threshold}, else ${below(p)}`,
      result: p.maxValue === null ? 'no limit' : `at most ${p.maxValue}`,
    },
  ],
  lower: (g, p, [x]) => {
    if (p.negativeSlope === 0) return above(g, p, x)
    if (p.maxValue === null && p.threshold === 0)
      return g.op('LeakyRelu', [x], { alpha: p.negativeSlope })
    const constant = (value: number) => g.constant(value, { type: x.type })
    const short = g.op('Relu', [g.op('Sub', [constant(p.threshold), x])])
    return g.op('Sub', [above(g, p, x), g.op('Mul', [short, constant(p.negativeSlope)])])
  },
  tfjs: (p, args) =>
    args.negativeSlope === undefined && args.threshold === undefined
      ? call('reLU', p.maxValue === null ? {} : args)
      : ownLayer('reLU', args),
  pytorch: (p, w) => {
    const isPlain = p.negativeSlope === 0 && p.threshold === 0
    if (isPlain && p.maxValue === null)
      return form(
        'any',
        code(x => `F.relu(${x})`),
      )
    if (isPlain && p.maxValue === 6)
      return form(
        'any',
        code(x => `F.relu6(${x})`),
      )
    const { maxValue = null, negativeSlope = 0, threshold = 0 } = w
    return form('any', ownTorch('BoundedReLU', [maxValue, negativeSlope, threshold]))
  },
})

/** The part from the threshold up to the limit. */
function above(g: Graph, p: Settings, x: Value): Value {
  if (p.threshold === 0 && p.maxValue === 6) return g.op('Relu6', [x])
  const constant = (value: number) => g.constant(value, { type: x.type })
  const kept =
    p.threshold === 0
      ? g.op('Relu', [x])
      : g.op('SelectV2', [g.op('Greater', [x, constant(p.threshold)]), x, constant(0)])
  return p.maxValue === null ? kept : g.op('Minimum', [kept, constant(p.maxValue)])
}

function below(p: Settings): string {
  if (p.negativeSlope === 0) return '0'
  return p.threshold === 0 ? `${p.negativeSlope}·x` : `${p.negativeSlope}·(x − ${p.threshold})`
}
