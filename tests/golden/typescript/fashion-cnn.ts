import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function convStage(
  x: Tensor,
  name: string,
  { filters = 16 }: { filters?: number } = {},
): Tensor {
  const convPadded = tf.layers.zeroPadding2d({
    padding: 2,
  }).apply(x) as Tensor
  const conv = tf.layers.conv2d({
    name: `${name}/conv`,
    filters,
    kernelSize: 5,
  }).apply(convPadded) as Tensor
  const norm = tf.layers.batchNormalization({
    name: `${name}/norm`,
  }).apply(conv) as Tensor
  const relu = tf.layers.activation({
    name: `${name}/relu`,
    activation: 'relu',
  }).apply(norm) as Tensor
  const pool = tf.layers.maxPooling2d({
    name: `${name}/pool`,
    poolSize: 2,
  }).apply(relu) as Tensor
  return pool
}

/** 29,130 parameters, 2.84 M MACs. */
export function createModel({ classes = 10 }: { classes?: number } = {}): tf.LayersModel {
  const image = tf.input({ name: 'image', shape: [28, 28, 1] })
  const stage1 = convStage(image, 'stage1', { filters: 16 })
  const stage2 = convStage(stage1, 'stage2', { filters: 32 })
  const flatten = tf.layers.flatten({
    name: 'flatten',
  }).apply(stage2) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(flatten) as Tensor
  return tf.model({
    name: 'Fashion-CNN',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
