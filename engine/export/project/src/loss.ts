// The loss that the recipe names, as the drawing was trained with.
import * as tf from '@tensorflow/tfjs'
import { recipe } from './recipe.js'

/** True where labels are class numbers. */
export const takesClasses = /categoricalCrossentropy$/i.test(recipe.loss)

export function loss(labels: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  switch (recipe.loss) {
    case 'meanSquaredError':
      return tf.losses.meanSquaredError(labels, answers)
    case 'meanAbsoluteError':
      return tf.losses.absoluteDifference(labels, answers)
    case 'binaryCrossentropy':
      return recipe.fromLogits
        ? tf.losses.sigmoidCrossEntropy(labels, answers)
        : tf.losses.logLoss(labels, answers)
    default:
      return crossEntropy(labels, answers)
  }
}

function crossEntropy(labels: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  const classes = answers.shape[answers.shape.length - 1] ?? 1
  const rows = tf.reshape(answers, [-1, classes])
  const wanted = tf.oneHot(tf.cast(tf.reshape(labels, [-1]), 'int32'), classes)
  if (recipe.fromLogits) return tf.losses.softmaxCrossEntropy(wanted, rows)
  const logs = tf.log(tf.clipByValue(rows, 1e-7, 1))
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), -1)))
}

/** The share of answers whose largest number stands at the label. */
export function accuracy(labels: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  const told = tf.cast(tf.reshape(tf.argMax(answers, -1), [-1]), 'float32')
  const right = tf.equal(told, tf.cast(tf.reshape(labels, [-1]), 'float32'))
  return tf.mean(tf.cast(right, 'float32'))
}

/** Half of weightDecay × w² over all kernels: its gradient is weightDecay × w. */
export function penalty(model: tf.LayersModel): tf.Scalar {
  const kernels = model.trainableWeights.filter(({ name }) => /kernel[^/]*$/i.test(name))
  if (recipe.weightDecay === 0 || kernels.length === 0) return tf.scalar(0)
  const squares = kernels.map(kernel => tf.sum(tf.square(kernel.read())))
  return tf.mul(tf.addN(squares), recipe.weightDecay / 2)
}
