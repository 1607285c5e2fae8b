// Examples mixed with others of their batch, and so are their answers: src/loss.ts does that part.
import * as tf from '@tensorflow/tfjs'
import { mixing } from '../loss.js'
import { one } from './activation.js'

interface MixUpArgs {
  name?: string
  inputShape?: number[]
  alpha?: number
}

class MixUp extends tf.layers.Layer {
  static className = 'LoomMixUp'
  private readonly alpha: number

  constructor(args: MixUpArgs) {
    super(args)
    this.alpha = args.alpha ?? 0.2
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    const x = one(inputs)
    if (options.training !== true) {
      mixing.batch = null
      return tf.clone(x)
    }
    const count = x.shape[0] ?? 1
    const order = Array.from(tf.util.createShuffledIndices(count))
    const share = Array.from({ length: count }, () => beta(this.alpha))
    mixing.batch = { order, share }
    return tf.tidy(() => mixing.mixed(x))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.alpha }
  }
}
tf.serialization.registerClass(MixUp)

/** A number of Beta(alpha, alpha) from two gamma numbers, by their logarithms: small ones are below what a number holds. */
function beta(alpha: number): number {
  const [a, b] = [logGamma(alpha), logGamma(alpha)]
  return 1 / (1 + Math.exp(b - a))
}

/** The logarithm of a gamma number of this shape (Marsaglia and Tsang, 2000). */
function logGamma(shape: number): number {
  if (shape < 1) return logGamma(shape + 1) + Math.log(1 - Math.random()) / shape
  const d = shape - 1 / 3
  for (;;) {
    const normal =
      Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
    const cube = (1 + normal / Math.sqrt(9 * d)) ** 3
    if (cube <= 0) continue
    const limit = normal ** 2 / 2 + d * (1 - cube + Math.log(cube))
    if (Math.log(1 - Math.random()) < limit) return Math.log(d * cube)
  }
}

export function mixUp(args: MixUpArgs): tf.layers.Layer {
  return new MixUp(args)
}
