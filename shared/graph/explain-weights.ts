// What the Explain table says of weights that begin otherwise than usual, pay a penalty or are kept within bounds.
import type { Explanation, Shape, Weight } from '../layers/define.ts'
import {
  type Draw,
  drawOf,
  fans,
  isParts,
  type OneInitializer,
  specOf,
} from '../layers/initializers.ts'
import type { Constraint } from '../layers/weight-rules.ts'
import type { Layer } from './network.ts'

/** Rows of what is said of weights; nothing of what is as usual. */
export function explainWeights(layer: Layer): readonly Explanation[] {
  return Object.entries(layer.weights).flatMap(([name, weight]) => [
    ...(isUsual(layer, weight) ? [] : firstValue(name, weight)),
    ...penalty(name, weight),
    ...bounds(name, weight.constraint),
  ])
}

function isUsual({ declaration, params }: Layer, { stem }: Weight): boolean {
  const name = stem === '' ? 'initializer' : `${stem}Initializer`
  return params?.[name] === undefined || params[name] === declaration?.params[name]?.default
}

function firstValue(name: string, { initializer, shape }: Weight): readonly Explanation[] {
  if (isParts(initializer)) return []
  const word = typeof initializer === 'string' ? initializer : initializer.kind
  const scaled = scalingOf(initializer, shape)
  const formula = scaled === null ? word : `${word}: ${scaled}`
  return [{ quantity: `First ${name}`, formula, result: spreadOf(drawOf(initializer, shape)) }]
}

/** The variance's arithmetic where it depends on the fans: `√(2 ÷ 27)`. */
function scalingOf(initializer: OneInitializer, shape: Shape): string | null {
  const spec = specOf(initializer)
  const [fanIn, fanOut] = fans(shape)
  if (typeof spec === 'string') {
    if (spec.startsWith('he')) return `√(2 ÷ ${fanIn})`
    if (spec.startsWith('leCun')) return `√(1 ÷ ${fanIn})`
    return spec.startsWith('glorot') ? `√(2 ÷ (${fanIn} + ${fanOut}))` : null
  }
  if (spec.kind !== 'varianceScaling') return null
  if (spec.mode === 'fanAvg') return `√(${2 * spec.scale} ÷ (${fanIn} + ${fanOut}))`
  return `√(${spec.scale} ÷ ${spec.mode === 'fanIn' ? fanIn : fanOut})`
}

/** The deviation of a unit normal that is cut at two. */
const cutDeviation = 0.87962566103423978

function spreadOf(draw: Draw): string {
  switch (draw.kind) {
    case 'constant':
      return `all ${rounded(draw.value)}`
    case 'uniform': {
      const center = draw.center ?? 0
      return `${rounded(center - draw.limit)} to ${rounded(center + draw.limit)}`
    }
    case 'normal':
      return `${rounded(draw.center ?? 0)} ± ${rounded(draw.deviation)}`
    case 'truncatedNormal':
      return `${rounded(draw.center ?? 0)} ± ${rounded(draw.deviation * cutDeviation)}, none beyond ${rounded(2 * draw.deviation)}`
    case 'orthogonal':
      return draw.gain === 1 ? 'lengths of 1' : `lengths of ${rounded(draw.gain)}`
    case 'identity':
      return `${rounded(draw.gain)} on the diagonal`
    case 'values':
      return `${draw.values.length} numbers, together ${rounded(draw.values.reduce((a, b) => a + b, 0))}`
    case 'parts':
      return 'in parts'
  }
}

function penalty(name: string, { regularizer, shape, trainable }: Weight): readonly Explanation[] {
  if (!regularizer) return []
  const { l1, l2 } = regularizer
  const parts = [...(l1 > 0 ? [`${l1}·Σ|w|`] : []), ...(l2 > 0 ? [`${l2}·Σw²`] : [])]
  const count = shape.reduce((product, size) => product * size, 1).toLocaleString('en-US')
  const result = trainable === false ? 'frozen: none' : `over ${count} weights`
  return [{ quantity: `Penalty of ${name}`, formula: parts.join(' + '), result }]
}

function bounds(name: string, constraint: Constraint | undefined): readonly Explanation[] {
  if (!constraint) return []
  const row = (formula: string, result: string) => [
    { quantity: `After a step, ${name}`, formula, result },
  ]
  if (constraint === 'nonNeg') return row('max(w, 0)', 'none below 0')
  const norm = `√(Σw² along ${constraint.axis.join(', ')})`
  if (constraint.kind === 'unitNorm') return row(norm, '1')
  if (constraint.kind === 'maxNorm') return row(norm, `at most ${constraint.maxValue}`)
  return row(norm, `${constraint.minValue} to ${constraint.maxValue}`)
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)))
}
