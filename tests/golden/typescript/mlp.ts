import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function hiddenLayer(
  x: Tensor,
  name: string,
  { hidden, dropRate }: { hidden: number; dropRate: number },
): Tensor {
  const fc = tf.layers.dense({
    name: `${name}/fc`,
    units: hidden,
    activation: 'relu',
  }).apply(x) as Tensor
  const drop = tf.layers.dropout({
    name: `${name}/drop`,
    rate: dropRate,
  }).apply(fc) as Tensor
  return drop
}

/** 118,282 parameters, 118,016 MACs. */
export function createModel({
  hidden = 128,
  depth = 2,
  dropRate = 0.2,
  classes = 10,
}: {
  hidden?: number
  depth?: number
  dropRate?: number
  classes?: number
} = {}): tf.LayersModel {
  const image = tf.input({ name: 'image', shape: [28, 28, 1] })
  const flatten = tf.layers.flatten({
    name: 'flatten',
  }).apply(image) as Tensor
  let hidden2 = flatten
  for (let index = 0; index < depth; index++) {
    hidden2 = hiddenLayer(hidden2, `hidden/${index}`, {
      hidden,
      dropRate,
    })
  }
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(hidden2) as Tensor
  return tf.model({
    name: 'Multilayer-perceptron',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
