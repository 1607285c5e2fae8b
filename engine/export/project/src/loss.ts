// The loss that the recipe names, as the drawing was trained with.
import * as tf from '@tensorflow/tfjs'
import { type Output, recipe } from './recipe.js'

/** True where labels are class numbers; the loss then sees a 1 at the class, else 0. */
export function takesClasses({ loss }: Output): boolean {
  return /categoricalCrossentropy$/i.test(loss)
}

/** How the examples of the batch were mixed in training; null where they were not. */
export const mixing = {
  batch: null as { order: number[]; share: number[] } | null,
  /** A share of each, the rest of another: the same for examples and their answers. */
  mixed(x: tf.Tensor): tf.Tensor {
    if (this.batch === null) return x
    const { order, share } = this.batch
    const own = tf.tensor(
      share,
      x.shape.map((_, axis) => (axis === 0 ? share.length : 1)),
    )
    const other = tf.gather(x, tf.tensor1d(order, 'int32'))
    return tf.add(tf.mul(own, x), tf.mul(tf.sub(1, own), other))
  },
}

/** The loss of one output, as it counts in the total. */
export function loss(output: Output, right: tf.Tensor, answers: tf.Tensor): tf.Scalar {
  const wanted = smoothed(output, mixing.mixed(right))
  return tf.mul(ownLoss(output, wanted, answers), output.weight)
}

function ownLoss(output: Output, wanted: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  switch (output.loss) {
    case 'meanSquaredError':
      return tf.losses.meanSquaredError(wanted, answers)
    case 'meanAbsoluteError':
      return tf.losses.absoluteDifference(wanted, answers)
    case 'binaryCrossentropy':
      return output.fromLogits
        ? tf.losses.sigmoidCrossEntropy(wanted, answers)
        : tf.losses.logLoss(wanted, answers)
    default:
      return crossEntropy(output, wanted, answers)
  }
}

/** Cross-entropies take a share of every answer and spread it over all, of yes and no in halves. */
function smoothed(output: Output, wanted: tf.Tensor): tf.Tensor {
  const { labelSmoothing } = recipe
  if (labelSmoothing === 0 || !output.loss.endsWith('Crossentropy')) return wanted
  const classes = takesClasses(output) ? (wanted.shape[wanted.shape.length - 1] ?? 1) : 2
  return tf.add(tf.mul(wanted, 1 - labelSmoothing), labelSmoothing / classes)
}

function crossEntropy({ fromLogits }: Output, wanted: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  if (fromLogits) return tf.losses.softmaxCrossEntropy(wanted, answers)
  const logs = tf.log(tf.clipByValue(answers, 1e-7, 1))
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), -1)))
}

/** The share of answers whose largest number stands at the right class. */
export function accuracy(wanted: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  return tf.mean(tf.cast(tf.equal(tf.argMax(answers, -1), tf.argMax(wanted, -1)), 'float32'))
}

/** Half of weightDecay × w² over all kernels: its gradient is weightDecay × w. */
export function penalty(model: tf.LayersModel): tf.Scalar {
  const kernels = model.trainableWeights.filter(({ name }) => /kernel[^/]*$/i.test(name))
  if (recipe.weightDecay === 0 || kernels.length === 0) return tf.scalar(0)
  const squares = kernels.map(kernel => tf.sum(tf.square(kernel.read())))
  return tf.mul(tf.addN(squares), recipe.weightDecay / 2)
}
