import * as tf from '@tensorflow/tfjs'
import * as own from './layers.js'

type Tensor = tf.SymbolicTensor

function denseLayer(
  x: Tensor,
  name: string,
  { growth }: { growth: number },
): Tensor {
  const norm1 = tf.layers.batchNormalization({
    name: `${name}/norm1`,
  }).apply(x) as Tensor
  const relu1 = tf.layers.activation({
    name: `${name}/relu1`,
    activation: 'relu',
  }).apply(norm1) as Tensor
  const narrow = tf.layers.conv2d({
    name: `${name}/narrow`,
    filters: 4 * growth,
    kernelSize: 1,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(relu1) as Tensor
  const norm2 = tf.layers.batchNormalization({
    name: `${name}/norm2`,
  }).apply(narrow) as Tensor
  const relu2 = tf.layers.activation({
    name: `${name}/relu2`,
    activation: 'relu',
  }).apply(norm2) as Tensor
  const convPadded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(relu2) as Tensor
  const conv = tf.layers.conv2d({
    name: `${name}/conv`,
    filters: growth,
    kernelSize: 3,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(convPadded) as Tensor
  const join = tf.layers.concatenate({
    name: `${name}/join`,
  }).apply([x, conv]) as Tensor
  return join
}

function transition(
  x: Tensor,
  name: string,
  { filters = 128 }: { filters?: number } = {},
): Tensor {
  const norm = tf.layers.batchNormalization({
    name: `${name}/norm`,
  }).apply(x) as Tensor
  const relu = tf.layers.activation({
    name: `${name}/relu`,
    activation: 'relu',
  }).apply(norm) as Tensor
  const conv = tf.layers.conv2d({
    name: `${name}/conv`,
    filters,
    kernelSize: 1,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(relu) as Tensor
  const pool = tf.layers.averagePooling2d({
    name: `${name}/pool`,
    poolSize: 2,
  }).apply(conv) as Tensor
  return pool
}

/** 8.06 M parameters, 2.83 G MACs. */
export function createModel({
  layers1 = 6,
  layers2 = 12,
  layers3 = 24,
  layers4 = 16,
  growth = 32,
  classes = 1000,
}: {
  layers1?: number
  layers2?: number
  layers3?: number
  layers4?: number
  growth?: number
  classes?: number
} = {}): tf.LayersModel {
  const image = tf.input({
    name: 'image',
    shape: [224, 224, 3],
  })
  const convPadded = tf.layers.zeroPadding2d({
    padding: 3,
  }).apply(image) as Tensor
  const conv = tf.layers.conv2d({
    name: 'conv',
    filters: 2 * growth,
    kernelSize: 7,
    strides: 2,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(convPadded) as Tensor
  const norm = tf.layers.batchNormalization({
    name: 'norm',
  }).apply(conv) as Tensor
  const relu = tf.layers.activation({
    name: 'relu',
    activation: 'relu',
  }).apply(norm) as Tensor
  const pool = own.maxPooling2d({
    name: 'pool',
    poolSize: 3,
    strides: 2,
    padding: 1,
  }).apply(relu) as Tensor
  let stage1 = pool
  for (let index = 0; index < layers1; index++) {
    stage1 = denseLayer(stage1, `stage1/${index}`, { growth })
  }
  const half1 = transition(stage1, 'half1', {
    filters: Math.floor((2 + layers1) * growth / 2),
  })
  let stage2 = half1
  for (let index = 0; index < layers2; index++) {
    stage2 = denseLayer(stage2, `stage2/${index}`, { growth })
  }
  const half2 = transition(stage2, 'half2', {
    filters: Math.floor((Math.floor((2 + layers1) * growth / 2) + layers2 * growth) / 2),
  })
  let stage3 = half2
  for (let index = 0; index < layers3; index++) {
    stage3 = denseLayer(stage3, `stage3/${index}`, { growth })
  }
  const half3 = transition(stage3, 'half3', {
    filters: Math.floor((Math.floor((Math.floor((2 + layers1) * growth / 2) + layers2 * growth) / 2) + layers3 * growth) / 2),
  })
  let stage4 = half3
  for (let index = 0; index < layers4; index++) {
    stage4 = denseLayer(stage4, `stage4/${index}`, { growth })
  }
  const norm5 = tf.layers.batchNormalization({
    name: 'norm5',
  }).apply(stage4) as Tensor
  const relu5 = tf.layers.activation({
    name: 'relu5',
    activation: 'relu',
  }).apply(norm5) as Tensor
  const mean = tf.layers.globalAveragePooling2d({
    name: 'mean',
  }).apply(relu5) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(mean) as Tensor
  return tf.model({
    name: 'DenseNet-121',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
