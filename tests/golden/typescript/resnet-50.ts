import * as tf from '@tensorflow/tfjs'
import * as own from './layers.js'

type Tensor = tf.SymbolicTensor

function bottleneck(
  x: Tensor,
  name: string,
  {
    groups,
    groupWidth,
    strideFirst,
    residual,
    projection,
    filters = 64,
    strides = 1,
    changes,
  }: {
    groups: number
    groupWidth: number
    strideFirst: boolean
    residual: boolean
    projection: boolean
    filters?: number
    strides?: number
    changes: number
  },
): Tensor {
  const reduce = tf.layers.conv2d({
    name: `${name}/reduce`,
    filters: filters * groups * groupWidth / 64,
    kernelSize: 1,
    strides: 1 + (strides - 1) * Number(strideFirst),
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(x) as Tensor
  const norm1 = tf.layers.batchNormalization({
    name: `${name}/norm1`,
  }).apply(reduce) as Tensor
  const relu1 = tf.layers.activation({
    name: `${name}/relu1`,
    activation: 'relu',
  }).apply(norm1) as Tensor
  const convPadded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(relu1) as Tensor
  const conv = tf.layers.conv2d({
    name: `${name}/conv`,
    filters: filters * groups * groupWidth / 64,
    kernelSize: 3,
    strides: 1 + (strides - 1) * (1 - Number(strideFirst)),
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(convPadded) as Tensor
  const norm2 = tf.layers.batchNormalization({
    name: `${name}/norm2`,
  }).apply(conv) as Tensor
  const relu2 = tf.layers.activation({
    name: `${name}/relu2`,
    activation: 'relu',
  }).apply(norm2) as Tensor
  const expand = tf.layers.conv2d({
    name: `${name}/expand`,
    filters: 4 * filters,
    kernelSize: 1,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(relu2) as Tensor
  const norm3 = tf.layers.batchNormalization({
    name: `${name}/norm3`,
  }).apply(expand) as Tensor
  let shortcut = x
  if (changes && residual && projection) {
    shortcut = tf.layers.conv2d({
      name: `${name}/shortcut`,
      filters: 4 * filters,
      kernelSize: 1,
      strides,
      useBias: false,
      kernelInitializer: 'heNormal',
    }).apply(x) as Tensor
  }
  let shortcutNorm = shortcut
  if (changes && residual && projection) {
    shortcutNorm = tf.layers.batchNormalization({
      name: `${name}/shortcutNorm`,
    }).apply(shortcut) as Tensor
  }
  let add = norm3
  if (residual) {
    add = tf.layers.add({
      name: `${name}/add`,
    }).apply([norm3, shortcutNorm]) as Tensor
  }
  const relu3 = tf.layers.activation({
    name: `${name}/relu3`,
    activation: 'relu',
  }).apply(add) as Tensor
  return relu3
}

/** 25.6 M parameters, 4.09 G MACs. */
export function createModel({
  blocks1 = 3,
  blocks2 = 4,
  blocks3 = 6,
  blocks4 = 3,
  groups = 1,
  groupWidth = 64,
  strideFirst = false,
  residual = true,
  projection = true,
  classes = 1000,
}: {
  blocks1?: number
  blocks2?: number
  blocks3?: number
  blocks4?: number
  groups?: number
  groupWidth?: number
  strideFirst?: boolean
  residual?: boolean
  projection?: boolean
  classes?: number
} = {}): tf.LayersModel {
  const image = tf.input({
    name: 'image',
    shape: [224, 224, 3],
  })
  const convPadded = tf.layers.zeroPadding2d({
    padding: 3,
  }).apply(image) as Tensor
  const conv = tf.layers.conv2d({
    name: 'conv',
    filters: 64,
    kernelSize: 7,
    strides: 2,
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
  const pool = own.maxPooling2d({
    name: 'pool',
    poolSize: 3,
    strides: 2,
    padding: 1,
  }).apply(relu) as Tensor
  let stage1 = pool
  for (let index = 0; index < blocks1; index++) {
    stage1 = bottleneck(stage1, `stage1/${index}`, {
      filters: 64,
      strides: 1,
      changes: Number(index === 0),
      groups,
      groupWidth,
      strideFirst,
      residual,
      projection,
    })
  }
  let stage2 = stage1
  for (let index = 0; index < blocks2; index++) {
    stage2 = bottleneck(stage2, `stage2/${index}`, {
      filters: 128,
      strides: 1 + Number(index === 0),
      changes: Number(index === 0),
      groups,
      groupWidth,
      strideFirst,
      residual,
      projection,
    })
  }
  let stage3 = stage2
  for (let index = 0; index < blocks3; index++) {
    stage3 = bottleneck(stage3, `stage3/${index}`, {
      filters: 256,
      strides: 1 + Number(index === 0),
      changes: Number(index === 0),
      groups,
      groupWidth,
      strideFirst,
      residual,
      projection,
    })
  }
  let stage4 = stage3
  for (let index = 0; index < blocks4; index++) {
    stage4 = bottleneck(stage4, `stage4/${index}`, {
      filters: 512,
      strides: 1 + Number(index === 0),
      changes: Number(index === 0),
      groups,
      groupWidth,
      strideFirst,
      residual,
      projection,
    })
  }
  const mean = tf.layers.globalAveragePooling2d({
    name: 'mean',
  }).apply(stage4) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(mean) as Tensor
  return tf.model({
    name: 'ResNet-50',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
