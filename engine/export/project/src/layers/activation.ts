// Activations with Keras 3's definitions, where those of tfjs differ or a name is only known at run time.
import * as tf from '@tensorflow/tfjs'

const silu = (x: tf.Tensor) => tf.mul(x, tf.sigmoid(x))
const hardSigmoid = (x: tf.Tensor) => tf.div(tf.relu6(tf.add(x, 3)), 6)
const hardSilu = (x: tf.Tensor) => tf.mul(x, hardSigmoid(x))

// ln(erfc(z)·e^(z²) ÷ t) as a polynomial of t = 2 ÷ (2 + z), highest power first; erfc is within 8e-7 of itself.
const powers = [
  -0.18666812, 0.74763588, -0.99576656, 0.34665438, -0.038992544, 0.3941035, 0.99849993, -1.2654671,
]

/** The share of a normal distribution below x: 1 + erf(x ÷ √2) has no digits left far below 0. */
function normalShare(x: tf.Tensor): tf.Tensor {
  const z = tf.div(tf.abs(x), Math.SQRT2)
  const t = tf.div(2, tf.add(2, z))
  const sum = powers.reduce<tf.Tensor>((rest, each) => tf.add(tf.mul(rest, t), each), tf.scalar(0))
  const tail = tf.mul(tf.mul(0.5, t), tf.exp(tf.sub(sum, tf.square(z))))
  // Above 0 what the tail leaves of 1.
  return tf.add(tail, tf.mul(tf.step(x), tf.sub(1, tf.mul(2, tail))))
}

const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  linear: x => x,
  relu: x => tf.relu(x),
  relu6: x => tf.relu6(x),
  leakyRelu: x => tf.leakyRelu(x, 0.2),
  elu: x => tf.elu(x),
  selu: x => tf.selu(x),
  celu: x => tf.elu(x),
  gelu: x => tf.mul(x, normalShare(x)),
  silu,
  swish: silu,
  hardSilu,
  hardSwish: hardSilu,
  mish: x => tf.mul(x, tf.tanh(tf.softplus(x))),
  sigmoid: x => tf.sigmoid(x),
  hardSigmoid,
  sparseSigmoid: x => tf.clipByValue(tf.mul(0.5, tf.add(x, 1)), 0, 1),
  logSigmoid: x => tf.neg(tf.softplus(tf.neg(x))),
  tanh: x => tf.tanh(x),
  hardTanh: x => tf.clipByValue(x, -1, 1),
  tanhShrink: x => tf.sub(x, tf.tanh(x)),
  softShrink: x => tf.sub(x, tf.clipByValue(x, -0.5, 0.5)),
  // Of a comparison tfjs knows no gradient; of a step it does.
  hardShrink: x => tf.mul(x, tf.step(tf.sub(tf.abs(x), 0.5))),
  softplus: x => tf.softplus(x),
  squareplus: x => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  sparsePlus: x =>
    tf.add(tf.square(tf.div(tf.add(tf.clipByValue(x, -1, 1), 1), 2)), tf.relu(tf.sub(x, 1))),
  softsign: x => tf.div(x, tf.add(1, tf.abs(x))),
  exponential: x => tf.exp(x),
  softmax: x => tf.softmax(x),
  logSoftmax: x => tf.logSoftmax(x),
  sparsemax,
}

/** The projection on the probabilities: max(0, x − τ), with τ such that they sum to 1. */
function sparsemax(x: tf.Tensor): tf.Tensor {
  const size = x.shape[x.shape.length - 1] ?? 1
  const z = tf.sub(x, tf.max(x, -1, true))
  const threshold = (values: tf.Tensor, ones: tf.Tensor) =>
    tf.div(tf.sub(tf.sum(tf.mul(values, ones), -1, true), 1), tf.sum(ones, -1, true))
  // Sorting has no gradient in tfjs and needs none: it only finds out which numbers stay.
  const stays = tf.customGrad(given => {
    const { values } = tf.topk(given as tf.Tensor, size)
    const above = tf.add(1, tf.mul(values, tf.range(1, size + 1)))
    const first = threshold(values, tf.step(tf.sub(above, tf.cumsum(values, z.shape.length - 1))))
    return { value: tf.step(tf.sub(z, first)), gradFunc: () => tf.zerosLike(z) }
  })(z)
  return tf.relu(tf.sub(z, threshold(z, stays)))
}

export function activate(x: tf.Tensor, name = 'linear'): tf.Tensor {
  const activation = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!activation) throw new Error(`There is no activation ${name}.`)
  return activation(x)
}

interface ActivationArgs {
  name?: string
  inputShape?: number[]
  activation: string
}

class Activation extends tf.layers.Layer {
  static className = 'LoomActivation'
  private readonly activation: string

  constructor(args: ActivationArgs) {
    super(args)
    this.activation = args.activation
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => activate(one(inputs), this.activation))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), activation: this.activation }
  }
}

tf.serialization.registerClass(Activation)

/** The only input of a layer. */
export function one(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [first] = Array.isArray(inputs) ? inputs : [inputs]
  if (!first) throw new Error('This layer needs an input.')
  return first
}

export function activation(args: ActivationArgs): tf.layers.Layer {
  return new Activation(args)
}
