import * as tf from '@tensorflow/tfjs'

/** 61,706 parameters, 416,520 MACs. */
export function createModel({ classes = 10 }: { classes?: number } = {}): tf.LayersModel {
  return tf.sequential({ name: 'LeNet', layers: [
    tf.layers.conv2d({
      name: 'conv1',
      inputShape: [28, 28, 1],
      filters: 6,
      kernelSize: 5,
      padding: 'same',
      activation: 'relu',
    }),
    tf.layers.averagePooling2d({ name: 'pool1', poolSize: 2 }),
    tf.layers.conv2d({
      name: 'conv2',
      filters: 16,
      kernelSize: 5,
      activation: 'relu',
    }),
    tf.layers.averagePooling2d({ name: 'pool2', poolSize: 2 }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({
      name: 'fc1',
      units: 120,
      activation: 'relu',
    }),
    tf.layers.dense({
      name: 'fc2',
      units: 84,
      activation: 'relu',
    }),
    tf.layers.dense({
      name: 'scores',
      units: classes,
      activation: 'softmax',
    }),
  ] })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
