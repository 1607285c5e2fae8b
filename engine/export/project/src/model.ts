// Stands here only so that the files beside it can be checked; the exporter writes the drawing's own.
import * as tf from '@tensorflow/tfjs'

export { loadWeights } from './weights.js'

export const inputs: string[] = ['x']
export const outputs: string[] = ['y']

export function createModel(): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ name: 'y', units: 1, inputShape: [1] })] })
}
