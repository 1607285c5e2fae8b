import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function down(
  x: Tensor,
  name: string,
  { filters = 64 }: { filters?: number } = {},
): [Tensor, Tensor] {
  const conv1 = tf.layers.conv2d({
    name: `${name}/conv1`,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(x) as Tensor
  const conv2 = tf.layers.conv2d({
    name: `${name}/conv2`,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(conv1) as Tensor
  const pool = tf.layers.maxPooling2d({
    name: `${name}/pool`,
    poolSize: 2,
  }).apply(conv2) as Tensor
  return [conv2, pool]
}

function bottomBlock(
  x: Tensor,
  name: string,
  { dropRate, filters = 1024 }: { dropRate: number; filters?: number },
): Tensor {
  const conv1 = tf.layers.conv2d({
    name: `${name}/conv1`,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(x) as Tensor
  const conv2 = tf.layers.conv2d({
    name: `${name}/conv2`,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(conv1) as Tensor
  const drop = tf.layers.dropout({
    name: `${name}/drop`,
    rate: dropRate,
  }).apply(conv2) as Tensor
  return drop
}

function upBlock(
  x: Tensor,
  skip: Tensor,
  name: string,
  { filters = 64 }: { filters?: number } = {},
): Tensor {
  const up = tf.layers.conv2dTranspose({
    name: `${name}/up`,
    filters,
    kernelSize: 2,
    strides: 2,
    kernelInitializer: 'heNormal',
  }).apply(x) as Tensor
  const join = tf.layers.concatenate({
    name: `${name}/join`,
  }).apply([skip, up]) as Tensor
  const conv1 = tf.layers.conv2d({
    name: `${name}/conv1`,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(join) as Tensor
  const conv2 = tf.layers.conv2d({
    name: `${name}/conv2`,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  }).apply(conv1) as Tensor
  return conv2
}

/** 31.0 M parameters, 48.1 G MACs. */
export function createModel({
  width = 64,
  dropRate = 0.5,
  classes = 2,
}: { width?: number; dropRate?: number; classes?: number } = {}): tf.LayersModel {
  const image = tf.input({
    name: 'image',
    shape: [256, 256, 1],
  })
  const [down1_skip, down1_out] = down(image, 'down1', {
    filters: width,
  })
  const [down2_skip, down2_out] = down(down1_out, 'down2', {
    filters: 2 * width,
  })
  const [down3_skip, down3_out] = down(down2_out, 'down3', {
    filters: 4 * width,
  })
  const [down4_skip, down4_out] = down(down3_out, 'down4', {
    filters: 8 * width,
  })
  const bottom = bottomBlock(down4_out, 'bottom', {
    filters: 16 * width,
    dropRate,
  })
  const up4 = upBlock(bottom, down4_skip, 'up4', {
    filters: 8 * width,
  })
  const up3 = upBlock(up4, down3_skip, 'up3', {
    filters: 4 * width,
  })
  const up2 = upBlock(up3, down2_skip, 'up2', {
    filters: 2 * width,
  })
  const up1 = upBlock(up2, down1_skip, 'up1', {
    filters: width,
  })
  const scores = tf.layers.conv2d({
    name: 'scores',
    filters: classes,
    kernelSize: 1,
    activation: 'softmax',
  }).apply(up1) as Tensor
  return tf.model({
    name: 'U-Net',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
