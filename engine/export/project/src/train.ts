// Trains on and writes the weights back: npm run train -- x.npy y.npy, a file for each input and then for each output.
import { resolve } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { accuracy, loss, penalty, takesClasses } from './loss.js'
import { createModel, inputs, loadWeights } from './model.js'
import { type NumberArray, readNpy } from './npy.js'
import { type Output, recipe } from './recipe.js'
import { saveWeights } from './weights.js'

function optimizer(): tf.Optimizer {
  const { kind, learningRate, momentum, nesterov, beta1, beta2, epsilon } = recipe.optimizer
  if (kind === 'adam') return tf.train.adam(learningRate, beta1, beta2, epsilon)
  if (momentum === 0) return tf.train.sgd(learningRate)
  return tf.train.momentum(learningRate, momentum, nesterov)
}

/** Outputs that have labels of their own. */
const labelled = recipe.outputs.filter(({ name, labels }) => name === labels)

/** What goes into each input and should come out of each output, in an order of chance: files are often sorted by class. */
function examples(model: tf.LayersModel, files: NumberArray[]): [tf.Tensor[], tf.Tensor[]] {
  const counts = files.map(({ shape }) => shape[0] ?? 0)
  const [count = 0] = counts
  if (counts.some(each => each !== count))
    throw new Error(`The files hold ${counts.join(', ')} rows. There must be as many of each.`)
  const order = tf.tensor1d(Array.from(tf.util.createShuffledIndices(count)), 'int32')
  const sizes = ({ shape }: tf.SymbolicTensor) => [count, ...shape.slice(1).map(size => size ?? 1)]
  const fileOf = (place: number) => files[place] ?? { shape: [], values: new Float32Array() }
  const x = model.inputs.map((input, place) => tf.tensor(fileOf(place).values, sizes(input)))
  const y = model.outputs.map((output, place) => {
    const learned = recipe.outputs[place] as Output
    const at = labelled.findIndex(({ name }) => name === learned.labels)
    return wanted(learned, fileOf(model.inputs.length + at), sizes(output))
  })
  const shuffled = (tensors: tf.Tensor[]) => tensors.map(tensor => tf.gather(tensor, order))
  return [shuffled(x), shuffled(y)]
}

/** What an output should answer: the labels themselves, or a 1 at the class of each. */
function wanted(output: Output, { values }: NumberArray, shape: number[]): tf.Tensor {
  if (!takesClasses(output)) return tf.tensor(values, shape)
  const classes = shape[shape.length - 1] ?? 1
  const strange = values.find(label => !(label >= 0 && label < classes))
  if (strange !== undefined)
    throw new Error(
      `A label is ${strange}; the network tells the classes 0 to ${classes - 1} apart.`,
    )
  return tf.oneHot(tf.tensor(values, shape.slice(0, -1), 'int32'), classes, 1, 0, 'float32')
}

/** Each output's loss; the first counts what the kernels cost too. */
function lossesOf(model: tf.LayersModel) {
  return recipe.outputs.map(
    (output, place) => (right: tf.Tensor, answers: tf.Tensor) =>
      tf.tidy(() => {
        const own = loss(output, right, answers)
        return place === 0 ? tf.add(own, penalty(model)) : own
      }),
  )
}

/** tfjs looks for the metrics of an output under its layer's name. */
function metricsOf({ outputNames }: tf.LayersModel) {
  const classes = outputNames.filter((_, place) => takesClasses(recipe.outputs[place] as Output))
  return Object.fromEntries(classes.map(name => [name, accuracy]))
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

const files = process.argv.slice(2)
const names = [...inputs, ...labelled.map(({ name }) => name)]
if (files.length !== names.length) {
  console.error(`Say which files: npm run train -- ${names.map(name => `${name}.npy`).join(' ')}`)
  process.exit(2)
}
try {
  tf.enableProdMode() // keeps the advertisement for tfjs-node off the terminal
  const folder = process.env.INIT_CWD ?? '.'
  const arrays = await Promise.all(files.map(file => readNpy(resolve(folder, file))))
  const model = await loadWeights(createModel())
  model.compile({ optimizer: optimizer(), loss: lossesOf(model), metrics: metricsOf(model) })
  await model.fit(...examples(model, arrays), {
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
