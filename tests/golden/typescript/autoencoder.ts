import * as tf from '@tensorflow/tfjs'

/** 61,329 parameters, 558,208 MACs. */
export function createModel({
  size = 28,
  channels = 1,
  width = 16,
  code = 16,
}: { size?: number; channels?: number; width?: number; code?: number } = {}): tf.LayersModel {
  return tf.sequential({ name: 'Autoencoder', layers: [
    tf.layers.conv2d({
      name: 'encode1',
      inputShape: [size, size, channels],
      filters: width,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'relu',
    }),
    tf.layers.conv2d({
      name: 'encode2',
      filters: 2 * width,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'relu',
    }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({
      name: 'code',
      units: code,
      activation: 'linear',
    }),
    tf.layers.dense({
      name: 'grow',
      units: size * size / 16 * 2 * width,
      activation: 'relu',
    }),
    tf.layers.reshape({
      name: 'unflatten',
      targetShape: [size / 4, size / 4, 2 * width],
    }),
    tf.layers.conv2dTranspose({
      name: 'decode1',
      filters: width,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'relu',
    }),
    tf.layers.conv2dTranspose({
      name: 'decode2',
      filters: channels,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'sigmoid',
    }),
  ] })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['decode2']
