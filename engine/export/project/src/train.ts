// Trains on: npm run train -- images.npy labels.npy, and writes the weights back.
import { resolve } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { accuracy, loss, penalty, takesClasses } from './loss.js'
import { createModel, loadWeights } from './model.js'
import { type NumberArray, readNpy } from './npy.js'
import { recipe } from './recipe.js'
import { saveWeights } from './weights.js'

function optimizer(): tf.Optimizer {
  const { kind, learningRate, momentum, nesterov, beta1, beta2, epsilon } = recipe.optimizer
  if (kind === 'adam') return tf.train.adam(learningRate, beta1, beta2, epsilon)
  if (momentum === 0) return tf.train.sgd(learningRate)
  return tf.train.momentum(learningRate, momentum, nesterov)
}

/** The tensors of both files, in an order of chance, because files are often sorted by class. */
function examples(model: tf.LayersModel, x: NumberArray, y: NumberArray): [tf.Tensor, tf.Tensor] {
  const [count = 0] = x.shape
  if (y.shape[0] !== count)
    throw new Error(`There are ${count} examples and ${y.shape[0] ?? 0} labels.`)
  const sizes = ({ shape }: tf.SymbolicTensor) => shape.slice(1).map(size => size ?? 1)
  const [input] = model.inputs
  const [output] = model.outputs
  if (!input || !output || model.inputs.length > 1 || model.outputs.length > 1)
    throw new Error('This script feeds one input and checks one output. Change src/train.ts.')
  const order = Array.from(tf.util.createShuffledIndices(count))
  const inputs = tf.tensor(x.values, [count, ...sizes(input)])
  return [tf.gather(inputs, order), tf.gather(wanted(y, [count, ...sizes(output)]), order)]
}

/** What the network should answer: the labels themselves, or a 1 at the class of each. */
function wanted({ values }: NumberArray, shape: number[]): tf.Tensor {
  if (!takesClasses) return tf.tensor(values, shape)
  const classes = shape[shape.length - 1] ?? 1
  const strange = values.find(label => !(label >= 0 && label < classes))
  if (strange !== undefined)
    throw new Error(
      `A label is ${strange}; the network tells the classes 0 to ${classes - 1} apart.`,
    )
  return tf.oneHot(tf.tensor(values, shape.slice(0, -1), 'int32'), classes, 1, 0, 'float32')
}

/** The training part first, then what was kept back. */
function rank(name: string): number {
  return name.startsWith('val_') ? 1 : 0
}

function report(epoch: number, logs: tf.Logs | undefined): void {
  const sorted = Object.entries(logs ?? {}).sort(([a], [b]) => rank(a) - rank(b))
  const figures = sorted.map(([name, value]) => `${name} ${value.toFixed(4)}`)
  console.log([`epoch ${epoch + 1}`, ...figures].join('  '))
}

/** tfjs keeps a weight's constraint where it is written, not where an optimizer changes it. */
function keepConstraints(model: tf.LayersModel): void {
  for (const weight of model.trainableWeights)
    if (weight.constraint)
      tf.tidy(() => {
        weight.write(tf.clone(weight.read()))
      })
}

const [images, labels] = process.argv.slice(2)
if (images === undefined || labels === undefined) {
  console.error('Say which files: npm run train -- images.npy labels.npy')
  process.exit(2)
}
try {
  tf.enableProdMode() // keeps the advertisement for tfjs-node off the terminal
  const folder = process.env.INIT_CWD ?? '.'
  const files = await Promise.all([images, labels].map(file => readNpy(resolve(folder, file))))
  const model = await loadWeights(createModel())
  model.compile({
    optimizer: optimizer(),
    loss: (right, answers) => tf.tidy(() => tf.add(loss(right, answers), penalty(model))),
    ...(takesClasses && { metrics: [accuracy] }),
  })
  const [x, y] = files
  if (!x || !y) throw new Error('Two files are needed.')
  await model.fit(...examples(model, x, y), {
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    validationSplit: recipe.validation,
    verbose: 0,
    callbacks: {
      onBatchEnd: async () => keepConstraints(model),
      onEpochEnd: async (epoch, logs) => report(epoch, logs),
    },
  })
  await saveWeights(model)
  console.log('Wrote the weights to weights/weights.bin.')
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
