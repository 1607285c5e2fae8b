// Brightness, contrast, saturation and hue of pictures, changed by chance in training.
import * as tf from '@tensorflow/tfjs'
import {
  Augmenting,
  type AugmentingArgs,
  aroundZero,
  drawn,
  type Factor,
  fromZero,
} from './augmenting.js'

interface ColorArgs extends AugmentingArgs {
  factor: Factor
  valueRange?: number[]
}

function brightened(x: tf.Tensor, factor: Factor, [low = 0, high = 255]: number[]): tf.Tensor {
  const added = tf.mul(drawn(x, aroundZero(factor)), high - low)
  return tf.clipByValue(tf.add(x, added), low, high)
}

function contrasted(x: tf.Tensor, factor: Factor, [low = 0, high = 255]: number[]): tf.Tensor {
  const [below, above] = typeof factor === 'number' ? [factor, factor] : fromZero(factor)
  const mean = tf.mean(x, [1, 2], true)
  const by = drawn(x, [1 - below, 1 + above])
  return tf.clipByValue(tf.add(tf.mul(tf.sub(x, mean), by), mean), low, high)
}

/** Saturation times `by`, at most 1; hue and value stay. */
function saturated(x: tf.Tensor, by: tf.Tensor): tf.Tensor {
  const value = tf.relu(tf.max(x, 3, true))
  const spread = tf.maximum(tf.sub(value, tf.min(x, 3, true)), 1e-12)
  return tf.sub(value, tf.mul(tf.sub(value, x), tf.minimum(tf.div(value, spread), by)))
}

/** Hue moved by a share of the circle; saturation and value stay. */
function turned(x: tf.Tensor, by: tf.Tensor): tf.Tensor {
  const [red, green, blue] = tf.split(x, 3, 3) as [tf.Tensor, tf.Tensor, tf.Tensor]
  const value = tf.max(x, 3, true)
  const spread = tf.sub(value, tf.min(x, 3, true))
  const safe = tf.maximum(spread, 1e-12)
  const from = (start: number, a: tf.Tensor, b: tf.Tensor) =>
    tf.add(tf.div(tf.sub(a, b), safe), start)
  const rest = tf.where(tf.equal(value, green), from(2, blue, red), from(4, red, green))
  const sixths = tf.where(tf.equal(value, red), from(0, green, blue), rest)
  const moved = tf.add(sixths, tf.mul(by, 6))
  const colours = [5, 3, 1].map(start => {
    const shifted = tf.add(moved, start)
    const at = tf.sub(shifted, tf.mul(tf.floor(tf.div(shifted, 6)), 6))
    const part = tf.clipByValue(tf.minimum(at, tf.sub(4, at)), 0, 1)
    return tf.sub(value, tf.mul(spread, part))
  })
  return tf.concat(colours, 3)
}

const bytes = [0, 255]

class RandomBrightness extends Augmenting<ColorArgs> {
  static className = 'LoomRandomBrightness'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    return brightened(x, this.args.factor, this.args.valueRange ?? bytes)
  }
}
tf.serialization.registerClass(RandomBrightness)

class RandomContrast extends Augmenting<ColorArgs> {
  static className = 'LoomRandomContrast'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    return contrasted(x, this.args.factor, this.args.valueRange ?? bytes)
  }
}
tf.serialization.registerClass(RandomContrast)

interface JitterArgs extends AugmentingArgs {
  valueRange?: number[]
  brightnessFactor?: Factor | null
  contrastFactor?: Factor | null
  saturationFactor?: Factor | null
  hueFactor?: Factor | null
}

class RandomColorJitter extends Augmenting<JitterArgs> {
  static className = 'LoomRandomColorJitter'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const { valueRange = bytes, saturationFactor, hueFactor } = this.args
    const { brightnessFactor, contrastFactor } = this.args
    let value: tf.Tensor = tf.clone(x)
    if (brightnessFactor != null) value = brightened(value, brightnessFactor, valueRange)
    if (contrastFactor != null) value = contrasted(value, contrastFactor, valueRange)
    if (saturationFactor != null) {
      const share = drawn(x, fromZero(saturationFactor))
      value = saturated(value, tf.div(share, tf.add(tf.sub(1, share), 1e-7)))
    }
    if (hueFactor != null) {
      const [low = 0, high = 255] = valueRange
      const side = tf.sign(tf.sub(drawn(x, [0, 1]), 0.5))
      const by = tf.mul(tf.mul(drawn(x, fromZero(hueFactor)), side), 0.5)
      const made = tf.add(turned(tf.sub(value, low), by), low)
      value = tf.clipByValue(made, low, high)
    }
    return value
  }
}
tf.serialization.registerClass(RandomColorJitter)

export const randomBrightness = (args: ColorArgs): tf.layers.Layer => new RandomBrightness(args)
export const randomContrast = (args: ColorArgs): tf.layers.Layer => new RandomContrast(args)
export const randomColorJitter = (args: JitterArgs): tf.layers.Layer => new RandomColorJitter(args)
