import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function convolution(
  x: Tensor,
  name: string,
  { normalization, filters = 32 }: { normalization: boolean; filters?: number },
): Tensor {
  const conv = tf.layers.conv2d({
    name: `${name}/conv`,
    filters,
    kernelSize: 3,
    padding: 'same',
    useBias: !(normalization),
  }).apply(x) as Tensor
  const relu = tf.layers.activation({
    name: `${name}/relu`,
    activation: 'relu',
  }).apply(conv) as Tensor
  return relu
}

function stage(
  x: Tensor,
  name: string,
  {
    normalization,
    convsPerStage,
    averagePooling,
    filters = 32,
  }: { normalization: boolean; convsPerStage: number; averagePooling: boolean; filters?: number },
): Tensor {
  let convs = x
  for (let index = 0; index < convsPerStage; index++) {
    convs = convolution(convs, `${name}/convs/${index}`, {
      filters,
      normalization,
    })
  }
  let maximum = convs
  if (!(averagePooling)) {
    maximum = tf.layers.maxPooling2d({
      name: `${name}/maximum`,
      poolSize: 2,
    }).apply(convs) as Tensor
  }
  return maximum
}

function hiddenLayer(
  x: Tensor,
  name: string,
  { hidden }: { hidden: number },
): Tensor {
  const fc = tf.layers.dense({
    name: `${name}/fc`,
    units: hidden,
    activation: 'relu',
  }).apply(x) as Tensor
  return fc
}

/** 421,642 parameters, 4.24 M MACs. */
export function createModel({
  stages = 2,
  convsPerStage = 1,
  filters = 32,
  hidden = 128,
  hiddenLayers = 1,
  normalization = false,
  averagePooling = false,
  classes = 10,
}: {
  stages?: number
  convsPerStage?: number
  filters?: number
  hidden?: number
  hiddenLayers?: number
  normalization?: boolean
  averagePooling?: boolean
  classes?: number
} = {}): tf.LayersModel {
  const image = tf.input({ name: 'image', shape: [28, 28, 1] })
  let stages2 = image
  for (let index = 0; index < stages; index++) {
    stages2 = stage(stages2, `stages/${index}`, {
      filters: filters * (index + 1),
      normalization,
      convsPerStage,
      averagePooling,
    })
  }
  const flatten = tf.layers.flatten({
    name: 'flatten',
  }).apply(stages2) as Tensor
  let hidden2 = flatten
  for (let index = 0; index < hiddenLayers; index++) {
    hidden2 = hiddenLayer(hidden2, `hidden/${index}`, {
      hidden,
    })
  }
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(hidden2) as Tensor
  return tf.model({
    name: 'CNN',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
