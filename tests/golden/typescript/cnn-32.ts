import * as tf from '@tensorflow/tfjs'

/** 579,402 parameters, 16.1 M MACs. */
export function createModel({ classes = 10 }: { classes?: number } = {}): tf.LayersModel {
  return tf.sequential({ name: 'CNN-for-32-32-pictures', layers: [
    tf.layers.zeroPadding2d({
      inputShape: [32, 32, 3],
      padding: 2,
    }),
    tf.layers.conv2d({
      name: 'conv1',
      filters: 32,
      kernelSize: 5,
      activation: 'relu',
    }),
    tf.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
    tf.layers.zeroPadding2d({ padding: 2 }),
    tf.layers.conv2d({
      name: 'conv2',
      filters: 64,
      kernelSize: 5,
      activation: 'relu',
    }),
    tf.layers.maxPooling2d({ name: 'pool2', poolSize: 2 }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({
      name: 'fc1',
      units: 128,
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
