import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function basicBlock(
  x: Tensor,
  name: string,
  {
    residual,
    projection,
    filters = 64,
    strides = 1,
    changes = false,
  }: {
    residual: boolean
    projection: boolean
    filters?: number
    strides?: number
    changes?: boolean | number
  },
): Tensor {
  const conv1Padded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(x) as Tensor
  const conv1 = tf.layers.conv2d({
    name: `${name}/conv1`,
    filters,
    kernelSize: 3,
    strides,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(conv1Padded) as Tensor
  const norm1 = tf.layers.batchNormalization({
    name: `${name}/norm1`,
  }).apply(conv1) as Tensor
  const relu1 = tf.layers.activation({
    name: `${name}/relu1`,
    activation: 'relu',
  }).apply(norm1) as Tensor
  const conv2Padded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(relu1) as Tensor
  const conv2 = tf.layers.conv2d({
    name: `${name}/conv2`,
    filters,
    kernelSize: 3,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(conv2Padded) as Tensor
  const norm2 = tf.layers.batchNormalization({
    name: `${name}/norm2`,
  }).apply(conv2) as Tensor
  let shortcut = x
  if (Number(changes) && residual && projection) {
    shortcut = tf.layers.conv2d({
      name: `${name}/shortcut`,
      filters,
      kernelSize: 1,
      strides,
      useBias: false,
      kernelInitializer: 'heNormal',
    }).apply(x) as Tensor
  }
  let shortcutNorm = shortcut
  if (Number(changes) && residual && projection) {
    shortcutNorm = tf.layers.batchNormalization({
      name: `${name}/shortcutNorm`,
    }).apply(shortcut) as Tensor
  }
  let add = norm2
  if (residual) {
    add = tf.layers.add({
      name: `${name}/add`,
    }).apply([norm2, shortcutNorm]) as Tensor
  }
  const relu2 = tf.layers.activation({
    name: `${name}/relu2`,
    activation: 'relu',
  }).apply(add) as Tensor
  return relu2
}

/** 274,042 parameters, 40.8 M MACs. */
export function createModel({
  blocksPerStage = 3,
  width = 16,
  residual = true,
  projection = true,
  classes = 10,
}: {
  blocksPerStage?: number
  width?: number
  residual?: boolean
  projection?: boolean
  classes?: number
} = {}): tf.LayersModel {
  const image = tf.input({ name: 'image', shape: [32, 32, 3] })
  const convPadded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(image) as Tensor
  const conv = tf.layers.conv2d({
    name: 'conv',
    filters: width,
    kernelSize: 3,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(convPadded) as Tensor
  const norm = tf.layers.batchNormalization({
    name: 'norm',
  }).apply(conv) as Tensor
  const relu = tf.layers.activation({
    name: 'relu',
    activation: 'relu',
  }).apply(norm) as Tensor
  let stage1 = relu
  for (let index = 0; index < blocksPerStage; index++) {
    stage1 = basicBlock(stage1, `stage1/${index}`, {
      filters: width,
      residual,
      projection,
    })
  }
  let stage2 = stage1
  for (let index = 0; index < blocksPerStage; index++) {
    stage2 = basicBlock(stage2, `stage2/${index}`, {
      filters: 2 * width,
      strides: 1 + Number(index === 0),
      changes: Number(index === 0),
      residual,
      projection,
    })
  }
  let stage3 = stage2
  for (let index = 0; index < blocksPerStage; index++) {
    stage3 = basicBlock(stage3, `stage3/${index}`, {
      filters: 4 * width,
      strides: 1 + Number(index === 0),
      changes: Number(index === 0),
      residual,
      projection,
    })
  }
  const pool = tf.layers.globalAveragePooling2d({
    name: 'pool',
  }).apply(stage3) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(pool) as Tensor
  return tf.model({
    name: 'ResNet-20',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
