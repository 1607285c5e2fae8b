// What the transposed convolutions over one, two and three axes share.
import {
  activationParam,
  biasWeight,
  explainMacs,
  explainParameters,
  filters,
  finish,
  joined,
  type LearnedValues,
  named,
  onSpace,
  trainable,
  useBias,
  windowOf,
  windowParams,
} from './convolution.ts'
import type { Shape } from './define.ts'
import { framed } from './framed.ts'
import type { Graph, Value } from './graph.ts'
import { product } from './sizes.ts'
import { sizeNameOf, spaceOf } from './space.ts'
import { optionalTuple, type Rank } from './spatial.ts'
import { dilatedKernel } from './spread-kernel.ts'
import { torchTransposed } from './torch-convolution.ts'
import { spread, spreadFormula, type TransposedValues, uncropped } from './transposed.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'
import { span, windowSummary } from './window.ts'

interface P extends TransposedValues, LearnedValues, WeightValues<'kernel'> {
  readonly filters: number
}

/** All of a transposed convolution's declaration but its names, its help and its calls. */
export function transposedConvolution<R extends Rank>(rank: R) {
  return {
    group: 'convolution',
    inputs: 'one',
    params: {
      filters,
      ...windowParams(rank),
      outputPadding: optionalTuple(
        rank,
        'Output padding',
        'Positions added at the end of each axis. Left out: what same or valid needs.',
        { minimum: 0 },
      ),
      activation: activationParam,
      useBias,
      ...weightParameters('kernel', 'Kernel', 'glorotUniform', { slides: true }),
      ...weightParameters('bias', 'Bias', 'zeros'),
      trainable,
    },
    starts: { filters: 32, kernelSize: 2, strides: 2 },
    shape: (p: P, [x]: readonly [Shape]) => [...spread(x, p), p.filters],
    weights: (p: P, [x]: readonly [Shape]) => ({
      kernel: {
        shape: [...p.kernelSize, p.filters, spaceOf(x, rank)[1]],
        ...said('kernel', p),
        trainable: p.trainable,
        decay: true,
      },
      ...biasWeight(p, p.filters),
    }),
    macs: (p: P, [x]: readonly [Shape]) => product(x) * product(p.kernelSize) * p.filters,
    reach: (p: P) =>
      p.kernelSize.map((size, axis) => {
        const stride = p.strides[axis] ?? 1
        return {
          size: Math.ceil(span(size, p.dilationRate[axis] ?? 1) / stride),
          stride: 1 / stride,
        }
      }),
    summary: (p: P) => joined(p.filters, windowSummary(windowOf(p)), named(p.activation)),
    explain,
    lower: (g: Graph, p: P, [x]: readonly [Value], { output }: { readonly output: Shape }) => {
      const frame = framed(g, x, p)
      const sizes = rank === 1 ? [1, ...output] : output
      const y = transpose(g, frame.p, frame.x, frame.weight('kernel'), sizes)
      return frame.done(finish(g, y, p))
    },
    pytorch: torchTransposed(rank),
  } as const
}

function explain(p: P, [x]: readonly [Shape], output: Shape | null) {
  const rank = p.kernelSize.length
  const [sizes, channels] = spaceOf(x, rank)
  const window = p.kernelSize.join('·')
  const bias = p.useBias ? p.filters : 0
  const each = product(p.kernelSize) * p.filters
  return [
    ...sizes.map((size, axis) => ({
      quantity: sizeNameOf(rank, axis),
      formula: spreadFormula(size, p, axis),
      result: String(output?.[axis] ?? 'none'),
    })),
    { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
    explainParameters(
      `${window}·${channels}·${p.filters}${bias > 0 ? ` + ${bias}` : ''}`,
      each * channels + bias,
    ),
    explainMacs(`${x.join('·')} · ${window}·${p.filters}`, product(x) * each),
  ]
}

/** The gradient of a convolution with respect to its input is the transposed convolution. */
function transpose(
  g: Graph,
  p: TransposedValues,
  x: Value,
  kernel: Value,
  output: readonly number[],
): Value {
  const vector = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  const batch = g.op('Slice', [g.op('Shape', [x]), vector([0]), vector([1])])
  const full = vector([...uncropped(x.shape.slice(1), p), output.at(-1) ?? 1])
  const sizes = g.op('ConcatV2', [batch, full, g.constant(0, { type: 'int32' })])
  const type = p.kernelSize.length === 3 ? 'Conv3DBackpropInputV2' : 'Conv2DBackpropInput'
  const [taps, rates] = dilatedKernel(g, kernel, p.dilationRate)
  const whole = g.op(type, [sizes, taps, x], {
    strides: onSpace(p.strides),
    padding: p.padding === 'same' ? 'SAME' : 'VALID',
    dilations: onSpace(rates),
  })
  if (typeof p.padding === 'string') return whole
  const begin = [0, ...p.padding.map(([before]) => before), 0]
  return g.op('Slice', [whole, vector(begin), vector([-1, ...output])])
}
