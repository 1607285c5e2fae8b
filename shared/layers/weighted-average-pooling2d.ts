import { convolve, joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { number } from './parameters.ts'
import { poolingDeclaration, poolingWindow } from './pooling.ts'
import type { Pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, ownTorch, torchBorder } from './torch.ts'
import { bordersOf } from './window.ts'

const base = poolingDeclaration(2)

export const weightedAveragePooling2d = defineLayer({
  ...base,
  type: 'weightedAveragePooling2d',
  label: 'Weighted average pooling',
  help: 'Takes the mean of each window with weights that fall off from its centre like a Gauss curve, w ∝ exp(−distance² ÷ 2σ²), Σ w = 1. Padding in numbers counts as zeros, padding same is left out of the mean. As blur before a stride it keeps networks indifferent to small shifts, Zhang, 2019.',
  params: {
    ...base.params,
    sigma: number('Sigma', 1, {
      help: 'The width of the Gauss curve in pixels; a large one weighs all pixels alike.',
      minimum: 0.1,
      required: true,
    }),
  },
  keeps: () => ({}),
  summary: p => joined(base.summary(p), `σ ${p.sigma}`),
  lower: (g, p, [x], { inputs }) => {
    const values = g.compute(x)
    const channels = inputs[0][2] ?? 1
    const kernel = weights(p).flatMap(row => row.flatMap(weight => Array(channels).fill(weight)))
    // One group a channel: every channel under the same window.
    const sum = convolve(
      g,
      values,
      g.constant(kernel, { shape: [...p.poolSize, 1, channels], type: values.type }),
      {
        kernelSize: p.poolSize,
        strides: p.strides ?? p.poolSize,
        padding: p.padding,
        dilationRate: [1, 1],
      },
    )
    return p.padding === 'same' ? g.op('Mul', [sum, correction(g, p, inputs[0], sum)]) : sum
  },
  tfjs: (_, args) => ownLayer('weightedAveragePooling2d', args),
  keras: (_, args) => ownKeras('WeightedAveragePooling2D', args),
  pytorch: (p, w, place) => {
    const args = { stride: axes(w.strides ?? w.poolSize), sigma: w.sigma ?? 1 }
    if (p.padding === 'same')
      return form(
        'first',
        ownTorch('WeightedAvgPool2d', [axes(w.poolSize)], { ...args, same: true }),
      )
    const sides = bordersOf(poolingWindow(p), place.inputs[0] ?? [])
    const needs = place.apart || sides.flat().some(side => side > 0)
    const main = ownTorch('WeightedAvgPool2d', [axes(w.poolSize)], args)
    return form('first', ...(needs ? [torchBorder(sides)] : []), main)
  },
})

interface Values {
  readonly poolSize: Pair
  readonly strides: Pair | null
  readonly padding: 'valid' | 'same' | readonly [Pair, Pair]
  readonly sigma: number
}

/** The Gauss curve along an axis, its sum 1. */
function curve(size: number, sigma: number): readonly number[] {
  const heights = Array.from({ length: size }, (_, at) =>
    Math.exp(-((at - (size - 1) / 2) ** 2) / (2 * sigma ** 2)),
  )
  const total = heights.reduce((sum, height) => sum + height)
  return heights.map(height => height / total)
}

/** exp(−(i² + j²)) is a product, so the window is one curve times the other. */
function weights(p: Values): readonly (readonly number[])[] {
  const [rows, columns] = p.poolSize.map(size => curve(size, p.sigma))
  return (rows ?? []).map(row => (columns ?? []).map(column => row * column))
}

/** What makes up for the weights that lie outside the input, window by window. */
function correction(g: Graph, p: Values, x: readonly number[], like: Value): Value {
  const { size, strides } = poolingWindow(p)
  const sides = bordersOf(poolingWindow(p), x)
  const [rows = [], columns = []] = size.map((length, axis) => {
    const heights = curve(length, p.sigma)
    const outputs = like.shape[axis + 1] ?? 1
    return Array.from({ length: outputs }, (_, output) => {
      const start = output * (strides[axis] ?? 1) - (sides[axis]?.[0] ?? 0)
      const isInside = (at: number) => start + at >= 0 && start + at < (x[axis] ?? 1)
      return 1 / heights.reduce((sum, height, at) => (isInside(at) ? sum + height : sum), 0)
    })
  })
  const map = rows.flatMap(row => columns.map(column => row * column))
  return g.constant(map, { shape: [1, rows.length, columns.length, 1], type: like.type })
}
