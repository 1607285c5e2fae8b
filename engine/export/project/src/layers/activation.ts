// Activations with Keras 3's definitions, where those of tfjs differ or a name is only known at run time.
import * as tf from '@tensorflow/tfjs'

const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  linear: x => x,
  relu: x => tf.relu(x),
  relu6: x => tf.relu6(x),
  leakyRelu: x => tf.leakyRelu(x, 0.2),
  elu: x => tf.elu(x),
  selu: x => tf.selu(x),
  gelu: x => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  swish: x => tf.mul(x, tf.sigmoid(x)),
  sigmoid: x => tf.sigmoid(x),
  hardSigmoid: x => tf.div(tf.relu6(tf.add(x, 3)), 6),
  tanh: x => tf.tanh(x),
  softplus: x => tf.softplus(x),
  softsign: x => tf.div(x, tf.add(1, tf.abs(x))),
  softmax: x => tf.softmax(x),
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
