import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function convolution(
  x: Tensor,
  name: string,
  { filters = 64 }: { filters?: number } = {},
): Tensor {
  const convPadded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(x) as Tensor
  const conv = tf.layers.conv2d({
    name: `${name}/conv`,
    filters,
    kernelSize: 3,
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(convPadded) as Tensor
  return conv
}

function stage(
  x: Tensor,
  name: string,
  { filters = 64, convs = 1 }: { filters?: number; convs?: number } = {},
): Tensor {
  let convs2 = x
  for (let index = 0; index < convs; index++) {
    convs2 = convolution(convs2, `${name}/convs/${index}`, {
      filters,
    })
  }
  const pool = tf.layers.maxPooling2d({
    name: `${name}/pool`,
    poolSize: 2,
  }).apply(convs2) as Tensor
  return pool
}

/** 133 M parameters, 7.61 G MACs. */
export function createModel({
  convs1 = 1,
  convs2 = 1,
  convs3 = 2,
  convs4 = 2,
  convs5 = 2,
  width = 64,
  hidden = 4096,
  dropRate = 0.5,
  classes = 1000,
}: {
  convs1?: number
  convs2?: number
  convs3?: number
  convs4?: number
  convs5?: number
  width?: number
  hidden?: number
  dropRate?: number
  classes?: number
} = {}): tf.LayersModel {
  const image = tf.input({
    name: 'image',
    shape: [224, 224, 3],
  })
  const stage1 = stage(image, 'stage1', {
    filters: width,
    convs: convs1,
  })
  const stage2 = stage(stage1, 'stage2', {
    filters: 2 * width,
    convs: convs2,
  })
  const stage3 = stage(stage2, 'stage3', {
    filters: 4 * width,
    convs: convs3,
  })
  const stage4 = stage(stage3, 'stage4', {
    filters: 8 * width,
    convs: convs4,
  })
  const stage5 = stage(stage4, 'stage5', {
    filters: 8 * width,
    convs: convs5,
  })
  const flatten = tf.layers.flatten({
    name: 'flatten',
  }).apply(stage5) as Tensor
  const fc1 = tf.layers.dense({
    name: 'fc1',
    units: hidden,
    activation: 'relu',
  }).apply(flatten) as Tensor
  const drop1 = tf.layers.dropout({
    name: 'drop1',
    rate: dropRate,
  }).apply(fc1) as Tensor
  const fc2 = tf.layers.dense({
    name: 'fc2',
    units: hidden,
    activation: 'relu',
  }).apply(drop1) as Tensor
  const drop2 = tf.layers.dropout({
    name: 'drop2',
    rate: dropRate,
  }).apply(fc2) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(drop2) as Tensor
  return tf.model({
    name: 'VGG-11',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
