// Trains on: npm run train -- images.npy labels.npy, and writes the weights back.
import { resolve } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { createModel, loadWeights } from './model.js'
import { readNpy } from './npy.js'
import { recipe } from './recipe.js'
import { saveWeights } from './weights.js'

function optimizer(): tf.Optimizer {
  const { kind, learningRate, momentum, nesterov, beta1, beta2, epsilon } = recipe.optimizer
  if (kind === 'sgd' && momentum === 0) return tf.train.sgd(learningRate)
  if (kind === 'adam') return tf.train.adam(learningRate, beta1, beta2, epsilon)
  return tf.train.momentum(learningRate, momentum, nesterov)
}

/** Half of weightDecay × w² over all kernels: its gradient is weightDecay × w. */
function penalty(model: tf.LayersModel): tf.Scalar {
  const kernels = model.trainableWeights.filter(weight => /kernel/i.test(weight.name))
  if (recipe.weightDecay === 0 || kernels.length === 0) return tf.scalar(0)
  const squares = kernels.map(kernel => tf.sum(tf.square(kernel.read())))
  return tf.mul(tf.addN(squares), recipe.weightDecay / 2) as tf.Scalar
}

function lossOf(labels: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  switch (recipe.loss) {
    case 'meanSquaredError':
      return tf.losses.meanSquaredError(labels, answers)
    case 'meanAbsoluteError':
      return tf.losses.absoluteDifference(labels, answers)
    case 'binaryCrossentropy':
      return recipe.fromLogits
        ? tf.losses.sigmoidCrossEntropy(labels, answers)
        : tf.losses.logLoss(labels, answers)
    default: {
      const classes = answers.shape[answers.shape.length - 1] ?? 1
      const wanted = tf.oneHot(tf.cast(tf.reshape(labels, [-1]), 'int32'), classes)
      if (recipe.fromLogits) return tf.losses.softmaxCrossEntropy(wanted, answers)
      const logs = tf.log(tf.clipByValue(answers, 1e-7, 1))
      return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), -1)))
    }
  }
}

function accuracy(labels: tf.Tensor, answers: tf.Tensor): tf.Tensor {
  const told = tf.cast(tf.argMax(answers, -1), 'float32')
  return tf.mean(tf.cast(tf.equal(told, tf.cast(tf.reshape(labels, [-1]), 'float32')), 'float32'))
}

const [images, labels] = process.argv.slice(2)
if (images === undefined || labels === undefined) {
  console.error('Say which files: npm run train -- images.npy labels.npy')
  process.exit(2)
}
try {
  const folder = process.env.INIT_CWD ?? '.'
  const [x, y] = await Promise.all([
    readNpy(resolve(folder, images)),
    readNpy(resolve(folder, labels)),
  ])
  const model = await loadWeights(createModel())
  const isClasses = recipe.loss.endsWith('ategoricalCrossentropy')
  model.compile({
    optimizer: optimizer(),
    loss: (wanted, answers) => tf.tidy(() => tf.add(lossOf(wanted, answers), penalty(model))),
    ...(isClasses && { metrics: [accuracy] }),
  })
  const example = (model.inputs[0]?.shape ?? []).slice(1).map(size => size ?? 1)
  const inputs = tf.tensor(x.values, [x.shape[0] ?? 0, ...example])
  const answers = tf.tensor(y.values, isClasses ? [y.values.length, 1] : y.shape)
  await model.fit(inputs, answers, {
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    shuffle: true,
    validationSplit: 0.1,
    verbose: 0,
    callbacks: {
      onEpochEnd: async (epoch, logs) => console.log(`epoch ${epoch + 1}`, logs),
    },
  })
  await saveWeights(model)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
