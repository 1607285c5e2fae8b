import * as tf from '@tensorflow/tfjs'

/** 61,706 parameters, 416,520 MACs. */
export function createModel({ classes = 10 }: { classes?: number } = {}): tf.LayersModel {
  return tf.sequential({ name: 'LeNet-5', layers: [
    tf.layers.conv2d({
      name: 'c1',
      inputShape: [32, 32, 1],
      filters: 6,
      kernelSize: 5,
      activation: 'tanh',
    }),
    tf.layers.averagePooling2d({ name: 's2', poolSize: 2 }),
    tf.layers.conv2d({
      name: 'c3',
      filters: 16,
      kernelSize: 5,
      activation: 'tanh',
    }),
    tf.layers.averagePooling2d({ name: 's4', poolSize: 2 }),
    tf.layers.conv2d({
      name: 'c5',
      filters: 120,
      kernelSize: 5,
      activation: 'tanh',
    }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({
      name: 'f6',
      units: 84,
      activation: 'tanh',
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
