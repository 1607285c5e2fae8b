import * as tf from '@tensorflow/tfjs'
import * as own from './layers.js'

type Tensor = tf.SymbolicTensor

/** 105,281 parameters, 2.23 M MACs. */
export function createModel(): tf.LayersModel {
  const first = tf.input({ name: 'first', shape: [28, 28, 1] })
  const second = tf.input({
    name: 'second',
    shape: [28, 28, 1],
  })
  const conv1Layer = tf.layers.conv2d({
    name: 'left/conv1',
    filters: 16,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
  })
  const leftConv1 = conv1Layer.apply(first) as Tensor
  const leftPool1 = tf.layers.maxPooling2d({
    name: 'left/pool1',
    poolSize: 2,
  }).apply(leftConv1) as Tensor
  const conv2Layer = tf.layers.conv2d({
    name: 'left/conv2',
    filters: 32,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
  })
  const leftConv2 = conv2Layer.apply(leftPool1) as Tensor
  const leftPool2 = tf.layers.maxPooling2d({
    name: 'left/pool2',
    poolSize: 2,
  }).apply(leftConv2) as Tensor
  const leftFlatten = tf.layers.flatten({
    name: 'left/flatten',
  }).apply(leftPool2) as Tensor
  const featuresLayer = tf.layers.dense({
    name: 'left/features',
    units: 64,
    activation: 'sigmoid',
  })
  const leftFeatures = featuresLayer.apply(leftFlatten) as Tensor
  const rightConv1 = conv1Layer.apply(second) as Tensor
  const rightPool1 = tf.layers.maxPooling2d({
    name: 'right/pool1',
    poolSize: 2,
  }).apply(rightConv1) as Tensor
  const rightConv2 = conv2Layer.apply(rightPool1) as Tensor
  const rightPool2 = tf.layers.maxPooling2d({
    name: 'right/pool2',
    poolSize: 2,
  }).apply(rightConv2) as Tensor
  const rightFlatten = tf.layers.flatten({
    name: 'right/flatten',
  }).apply(rightPool2) as Tensor
  const rightFeatures = featuresLayer.apply(rightFlatten) as Tensor
  const there = own.subtract({
    name: 'there',
  }).apply([leftFeatures, rightFeatures]) as Tensor
  const back = own.subtract({
    name: 'back',
  }).apply([rightFeatures, leftFeatures]) as Tensor
  const distance = tf.layers.maximum({
    name: 'distance',
  }).apply([there, back]) as Tensor
  const same = tf.layers.dense({
    name: 'same',
    units: 1,
    activation: 'sigmoid',
  }).apply(distance) as Tensor
  return tf.model({
    name: 'Siamese-network',
    inputs: [first, second],
    outputs: same,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['first', 'second']
export const outputs: string[] = ['same']
