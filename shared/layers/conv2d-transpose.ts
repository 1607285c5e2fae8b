import {
  activationParam,
  biasWeight,
  explainMacs,
  explainParameters,
  filters,
  finish,
  initializer,
  joined,
  named,
  onSpace,
  trainable,
  useBias,
  windowOf,
  windowParams,
} from './convolution.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { product } from './sizes.ts'
import { picture } from './space.ts'
import { optionalPair } from './spatial.ts'
import { isDilatedStride, ownLayer, tfjsLayer } from './tfjs.ts'
import { spread, spreadFormula, type TransposedValues, uncropped } from './transposed.ts'
import { span, windowSummary } from './window.ts'

export const conv2dTranspose = defineLayer({
  type: 'conv2dTranspose',
  label: 'Transposed conv 2D',
  group: 'convolution',
  help: 'Enlarges a picture: every input pixel writes a window, strides apart, and windows add up where they overlap. Output W·S for same, (W − 1)·S + F for valid; padding in numbers crops. Zeiler et al., 2010.',
  inputs: 'one',
  params: {
    filters,
    ...windowParams,
    outputPadding: optionalPair(
      'Output padding',
      'Rows and columns added at the end. Left out: what same or valid needs.',
      { minimum: 0 },
    ),
    activation: activationParam,
    useBias,
    kernelInitializer: initializer('Kernel initializer', 'glorotUniform'),
    biasInitializer: initializer('Bias initializer', 'zeros'),
    trainable,
  },
  starts: { filters: 32, kernelSize: 2, strides: 2 },
  shape: (p, [x]) => [...spread(x, p), p.filters],
  weights: (p, [x]) => ({
    kernel: {
      shape: [...p.kernelSize, p.filters, picture(x)[2]],
      initializer: p.kernelInitializer,
      trainable: p.trainable,
      decay: true,
    },
    ...biasWeight(p, p.filters),
  }),
  macs: (p, [x]) => product(x) * product(p.kernelSize) * p.filters,
  reach: p =>
    ([0, 1] as const).map(axis => ({
      size: Math.ceil(span(p.kernelSize[axis], p.dilationRate[axis]) / p.strides[axis]),
      stride: 1 / p.strides[axis],
    })),
  summary: p => joined(p.filters, windowSummary(windowOf(p)), named(p.activation)),
  explain: (p, [x], output) => {
    const [height, width, channels] = picture(x)
    const window = p.kernelSize.join('·')
    const bias = p.useBias ? p.filters : 0
    const each = product(p.kernelSize) * p.filters
    const size = (axis: 0 | 1) => String(output?.[axis] ?? 'none')
    return [
      { quantity: 'Height', formula: spreadFormula(height, p, 0), result: size(0) },
      { quantity: 'Width', formula: spreadFormula(width, p, 1), result: size(1) },
      { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
      explainParameters(
        `${window}·${channels}·${p.filters}${bias > 0 ? ` + ${bias}` : ''}`,
        each * channels + bias,
      ),
      explainMacs(`${x.join('·')} · ${window}·${p.filters}`, product(x) * each),
    ]
  },
  lower: (g, p, [x], { output }) => finish(g, transpose(g, p, g.compute(x), output), p),
  tfjs: (p, args) =>
    typeof p.padding !== 'string' || p.outputPadding !== null || isDilated(p) || isDilatedStride(p)
      ? ownLayer('conv2dTranspose', args)
      : tfjsLayer('conv2dTranspose', p, args),
})

function isDilated(p: TransposedValues): boolean {
  return p.dilationRate.some(rate => rate > 1)
}

/** The gradient of a convolution with respect to its input is the transposed convolution. */
function transpose(g: Graph, p: TransposedValues, x: Value, output: readonly number[]): Value {
  const batch = g.op('Slice', [g.op('Shape', [x]), vector(g, [0]), vector(g, [1])])
  const axis = g.constant(0, { type: 'int32' })
  const full = [...uncropped(x.shape.slice(1), p), output.at(-1) ?? 1]
  const sizes = g.op('ConcatV2', [batch, vector(g, full), axis])
  const whole = g.op('Conv2DBackpropInput', [sizes, g.weight('kernel'), x], {
    strides: onSpace(p.strides),
    padding: p.padding === 'same' ? 'SAME' : 'VALID',
    dilations: onSpace(p.dilationRate),
  })
  if (typeof p.padding === 'string') return whole
  const begin = [0, ...p.padding.map(([before]) => before), 0]
  return g.op('Slice', [whole, vector(g, begin), vector(g, [-1, ...output])])
}

function vector(g: Graph, values: readonly number[]): Value {
  return g.constant(values, { type: 'int32' })
}
