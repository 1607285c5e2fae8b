import * as tf from '@tensorflow/tfjs'

/** 103 M parameters, 452 M MACs. */
export function createModel({ classes = 10 }: { classes?: number } = {}): tf.LayersModel {
  return tf.sequential({ name: 'Parameter-exercise', layers: [
    tf.layers.zeroPadding2d({
      inputShape: [224, 224, 3],
      padding: 3,
    }),
    tf.layers.conv2d({
      name: 'conv1',
      filters: 64,
      kernelSize: 7,
      strides: 2,
      activation: 'relu',
    }),
    tf.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
    tf.layers.zeroPadding2d({ padding: 1 }),
    tf.layers.conv2d({
      name: 'conv2',
      filters: 128,
      kernelSize: 3,
      activation: 'relu',
    }),
    tf.layers.maxPooling2d({ name: 'pool2', poolSize: 2 }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({
      name: 'fc1',
      units: 1024,
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
