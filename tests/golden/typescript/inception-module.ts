import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function inceptionModule(
  x: Tensor,
  name: string,
  {
    one = 128,
    reduce3 = 64,
    three = 192,
    reduce5 = 64,
    five = 96,
    pooled = 64,
  }: {
    one?: number
    reduce3?: number
    three?: number
    reduce5?: number
    five?: number
    pooled?: number
  } = {},
): Tensor {
  const one2 = tf.layers.conv2d({
    name: `${name}/one`,
    filters: one,
    kernelSize: 1,
    activation: 'relu',
  }).apply(x) as Tensor
  const reduce32 = tf.layers.conv2d({
    name: `${name}/reduce3`,
    filters: reduce3,
    kernelSize: 1,
    activation: 'relu',
  }).apply(x) as Tensor
  const three2 = tf.layers.conv2d({
    name: `${name}/three`,
    filters: three,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
  }).apply(reduce32) as Tensor
  const reduce52 = tf.layers.conv2d({
    name: `${name}/reduce5`,
    filters: reduce5,
    kernelSize: 1,
    activation: 'relu',
  }).apply(x) as Tensor
  const five2 = tf.layers.conv2d({
    name: `${name}/five`,
    filters: five,
    kernelSize: 5,
    padding: 'same',
    activation: 'relu',
  }).apply(reduce52) as Tensor
  const pool = tf.layers.maxPooling2d({
    name: `${name}/pool`,
    poolSize: 3,
    strides: 1,
    padding: 'same',
  }).apply(x) as Tensor
  const mix = tf.layers.conv2d({
    name: `${name}/mix`,
    filters: pooled,
    kernelSize: 1,
    activation: 'relu',
  }).apply(pool) as Tensor
  const join = tf.layers.concatenate({
    name: `${name}/join`,
  }).apply([one2, three2, five2, mix]) as Tensor
  return join
}

/** 351,530 parameters, 271 M MACs. */
export function createModel({
  reduced = true,
  classes = 10,
}: { reduced?: boolean; classes?: number } = {}): tf.LayersModel {
  const image = tf.input({
    name: 'image',
    shape: [28, 28, 256],
  })
  let module2 = image
  if (reduced) {
    module2 = inceptionModule(image, 'module')
  }
  const mean = tf.layers.globalAveragePooling2d({
    name: 'mean',
  }).apply(module2) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(mean) as Tensor
  return tf.model({
    name: 'Inception-module',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
