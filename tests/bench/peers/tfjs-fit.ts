// tfjs-node's own `fit`, a process. Its job is the first argument; prints the seconds of each epoch.
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu'
import { loadTensorFlow } from '../../../engine/compile/tensorflow.ts'
import { fillBatch } from '../../../engine/data/batch.ts'
import { type Examples, sizeOf, wholePart } from '../../../engine/data/dataset.ts'
import { loadDataset } from '../../../engine/data/load-dataset.ts'
import { plainOrder } from '../../../engine/train/batches.ts'
import { parseDatasetSpec } from '../../../shared/document/dataset-spec.ts'
import type { PeerJob } from '../peer-process.ts'

const job = JSON.parse(process.argv[2] ?? '') as PeerJob & { readonly images: number }
const tf = loadTensorFlow()
const { layers } = tf
const model = job.network === 'lenet' ? lenet() : resnet20()
const rate = job.learningRate
model.compile({
  optimizer: job.momentum === null ? tf.train.adam(rate) : tf.train.momentum(rate, job.momentum),
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
})
const dataset = await loadDataset(parseDatasetSpec(job.spec), { folder: '.' })
const { x, y } = tensors(dataset.training.examples)
const ends: number[] = []
const history = await model.fit(x, y, {
  batchSize: job.batchSize,
  epochs: job.epochs,
  verbose: 0,
  callbacks: { onEpochEnd: () => void ends.push(performance.now()) },
})
const losses = history.history.loss as number[]
const result = {
  epochSeconds: ends.slice(1).map((end, index) => (end - (ends[index] ?? 0)) / 1000),
  images: job.images,
  trainable: model.trainableWeights.reduce((sum, { shape }) => sum + sizeOf(shape as number[]), 0),
  loss: losses.at(-1),
}
process.stdout.write(`${JSON.stringify(result)}\n`)

function tensors(examples: Examples) {
  const values = new Float32Array(job.images * sizeOf(examples.shape))
  const classes = new Int32Array(job.images)
  const part = wholePart(examples)
  fillBatch(part, plainOrder(part), 0, job.images, values, classes)
  const shape = job.network === 'lenet' ? [28, 28, 1] : [32, 32, 3]
  return {
    x: tf.tensor(values, [job.images, ...shape]),
    y: tf.oneHot(tf.tensor1d(classes, 'int32'), 10).toFloat(),
  }
}

function lenet(): LayersModel {
  const relu = 'relu' as const
  return tf.sequential({
    layers: [
      layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 6,
        kernelSize: 5,
        padding: 'same',
        activation: relu,
      }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 16, kernelSize: 5, activation: relu }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 120, activation: relu }),
      layers.dense({ units: 84, activation: relu }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  })
}

function convolution(input: SymbolicTensor, filters: number, kernelSize: number, strides = 1) {
  const isPadded = strides > 1 && kernelSize > 1
  const padded = isPadded ? layers.zeroPadding2d({ padding: 1 }).apply(input) : input
  return layers
    .conv2d({
      filters,
      kernelSize,
      strides,
      padding: isPadded ? 'valid' : 'same',
      useBias: false,
      kernelInitializer: 'heNormal',
    })
    .apply(padded) as SymbolicTensor
}

function normalize(input: SymbolicTensor): SymbolicTensor {
  return layers.batchNormalization().apply(input) as SymbolicTensor
}

function relu(input: SymbolicTensor): SymbolicTensor {
  return layers.reLU().apply(input) as SymbolicTensor
}

function block(input: SymbolicTensor, filters: number, strides: number): SymbolicTensor {
  const inner = relu(normalize(convolution(input, filters, 3, strides)))
  const result = normalize(convolution(inner, filters, 3))
  const shortcut = strides > 1 ? normalize(convolution(input, filters, 1, strides)) : input
  return relu(layers.add().apply([result, shortcut]) as SymbolicTensor)
}

function resnet20(): LayersModel {
  const input = tf.input({ shape: [32, 32, 3] })
  let value = relu(normalize(convolution(input, 16, 3)))
  for (const stage of [0, 1, 2])
    for (const index of [0, 1, 2])
      value = block(value, 16 << stage, stage > 0 && index === 0 ? 2 : 1)
  const pooled = layers.globalAveragePooling2d({}).apply(value)
  const scores = layers.dense({ units: 10, activation: 'softmax' }).apply(pooled)
  return tf.model({ inputs: input, outputs: scores as SymbolicTensor })
}
