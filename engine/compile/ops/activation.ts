// Activation functions. ReLU and its kin take their gradient from their *output*: nothing else may
// read the value before them, or TensorFlow no longer fuses convolution, bias and ReLU.
import { float, int, type, typeOf, typesOf } from '../attributes.ts'
import { reduceSum } from '../broadcast.ts'
import { addRectified } from '../normalize-lanes.ts'
import { like, type Operation } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'
import { gradientOperation, unary } from './elementwise.ts'

/** `XGrad(dy, output)`. */
const fromOutput = (name: string): Operation =>
  unary(name, (g, dy, call) => g.op(`${name}Grad`, [dy, call.output()]))

/** `XGrad(dy, input)`. */
const fromInput = (name: string): Operation =>
  unary(name, (g, dy, call) => g.op(`${name}Grad`, [dy, call.input(0)]))

/** `XGrad(output, dy)`: the same with the order of the older operations. */
const outputFirst = (name: string): Operation =>
  unary(name, (g, dy, call) => g.op(`${name}Grad`, [call.output(), dy]))

const softmaxes: readonly Operation[] = [
  unary('Softmax', (g, dy, call) => {
    const y = call.output()
    const mean = reduceSum(g, g.op('Mul', [dy, y]), [y.shape.length - 1], true)
    return g.op('Mul', [g.op('Sub', [dy, mean]), y])
  }),
  unary('LogSoftmax', (g, dy, call) => {
    const y = call.output()
    const sum = reduceSum(g, dy, [y.shape.length - 1], true)
    return g.op('Sub', [dy, g.op('Mul', [g.op('Exp', [y]), sum])])
  }),
]

const leaky: readonly Operation[] = [
  {
    type: 'LeakyRelu',
    attributes: { T: typeOf(0), alpha: float(0.2) },
    outputs: like(0),
    gradient: (g, call, dy) => {
      const alpha = call.number('alpha')
      // The output has the input's sign unless alpha turns it round. Reading the input instead makes
      // TensorFlow's remapper fuse it away, fail, and give up on the whole graph.
      const kept = alpha >= 0 ? call.output() : call.input(0)
      return [() => g.op('LeakyReluGrad', [dy, kept], { alpha })]
    },
  },
  { type: 'LeakyReluGrad', attributes: { T: typeOf(0, 1), alpha: float(0.2) }, outputs: like(0) },
]

const bits = (g: Recorder, value: Tensor) =>
  value.type === 'int16' ? value : g.op('Bitcast', [value], { type: 'int16' })
const ofBits = (g: Recorder, value: Tensor) => g.op('Bitcast', [value], { type: 'bfloat16' })

/** Behind these TensorFlow makes one operation of both, which is better still. */
const fusedWithRelu = new Set([
  'Conv2D',
  'DepthwiseConv2dNative',
  'MatMul',
  'BiasAdd',
  'FusedBatchNormV3',
])

// As int16 a bfloat16 keeps its sign and its zero, and TensorFlow's loops over int16 take a quarter of the
// time: together a tenth of a step of ResNet-20.
const relu: Operation = {
  ...unary('Relu', (g, dy, call) => {
    const y = call.output()
    if (dy.type !== 'bfloat16') return g.op('ReluGrad', [dy, y])
    return ofBits(g, g.op('ReluGrad', [bits(g, dy), bits(g, y)]))
  }),
  cheaper: (g, [x]) => {
    if (x?.node.attributes.get('rectified')?.value === true) return x
    const together = x && addRectified(g, x)
    if (together) return together
    if (x?.type !== 'bfloat16' || fusedWithRelu.has(x.node.operation.type)) return undefined
    return ofBits(g, g.op('Relu', [bits(g, x)]))
  },
}

const bitcast: Operation = {
  type: 'Bitcast',
  attributes: { T: typeOf(0), type: type() },
  outputs: call => [{ shape: call.input(0).shape, type: call.type('type') }],
  gradient: (_, __, dy) => [() => dy],
}

/** Passes where its condition holds; what it would print keeps its memory until it has run. */
const assert: Operation = {
  type: 'Assert',
  attributes: { T: typesOf(1), summarize: int(3) },
  outputs: () => [],
}

export const activation: readonly Operation[] = [
  relu,
  bitcast,
  assert,
  ...['Relu6', 'Elu', 'Selu'].map(fromOutput),
  ...['Softplus', 'Softsign'].map(fromInput),
  ...['Sigmoid', 'Tanh'].map(outputFirst),
  { ...gradientOperation('ReluGrad'), apart: true },
  ...['Relu6Grad', 'EluGrad', 'SeluGrad', 'SoftplusGrad', 'SoftsignGrad'].map(gradientOperation),
  ...['SigmoidGrad', 'TanhGrad'].map(gradientOperation),
  ...softmaxes,
  ...leaky,
]
