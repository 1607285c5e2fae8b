// Activation functions. ReLU and its kin take their gradient from their *output*: nothing else may
// read the value before them, or TensorFlow no longer fuses convolution, bias and ReLU.
import { float, typeOf } from '../attributes.ts'
import { reduceSum } from '../broadcast.ts'
import { like, type Operation } from '../operation.ts'
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

export const activation: readonly Operation[] = [
  ...['Relu', 'Relu6', 'Elu', 'Selu'].map(fromOutput),
  ...['Softplus', 'Softsign'].map(fromInput),
  ...['Sigmoid', 'Tanh'].map(outputFirst),
  ...['ReluGrad', 'Relu6Grad', 'EluGrad', 'SeluGrad', 'SoftplusGrad', 'SoftsignGrad'].map(
    gradientOperation,
  ),
  ...['SigmoidGrad', 'TanhGrad'].map(gradientOperation),
  ...softmaxes,
  ...leaky,
]
