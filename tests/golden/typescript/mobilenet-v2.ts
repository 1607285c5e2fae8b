import * as tf from '@tensorflow/tfjs'

type Tensor = tf.SymbolicTensor

function inverted(
  x: Tensor,
  name: string,
  {
    inputs: inputs2 = 16,
    filters = 16,
    expansion = 6,
    strides = 1,
  }: { inputs?: number; filters?: number; expansion?: number; strides?: number } = {},
): Tensor {
  let expand = x
  if (expansion > 1) {
    expand = tf.layers.conv2d({
      name: `${name}/expand`,
      filters: inputs2 * expansion,
      kernelSize: 1,
      useBias: false,
      kernelInitializer: 'heNormal',
    }).apply(x) as Tensor
  }
  let norm1 = expand
  if (expansion > 1) {
    norm1 = tf.layers.batchNormalization({
      name: `${name}/norm1`,
    }).apply(expand) as Tensor
  }
  let relu1 = norm1
  if (expansion > 1) {
    relu1 = tf.layers.activation({
      name: `${name}/relu1`,
      activation: 'relu6',
    }).apply(norm1) as Tensor
  }
  const depthwisePadded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(relu1) as Tensor
  const depthwise = tf.layers.depthwiseConv2d({
    name: `${name}/depthwise`,
    kernelSize: 3,
    strides,
    useBias: false,
  }).apply(depthwisePadded) as Tensor
  const norm2 = tf.layers.batchNormalization({
    name: `${name}/norm2`,
  }).apply(depthwise) as Tensor
  const relu2 = tf.layers.activation({
    name: `${name}/relu2`,
    activation: 'relu6',
  }).apply(norm2) as Tensor
  const project = tf.layers.conv2d({
    name: `${name}/project`,
    filters,
    kernelSize: 1,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(relu2) as Tensor
  const norm3 = tf.layers.batchNormalization({
    name: `${name}/norm3`,
  }).apply(project) as Tensor
  let add = norm3
  if (strides === 1 && inputs2 === filters) {
    add = tf.layers.add({
      name: `${name}/add`,
    }).apply([norm3, x]) as Tensor
  }
  return add
}

function stage(
  x: Tensor,
  name: string,
  {
    width,
    before = 32,
    base = 16,
    expansion = 6,
    count = 1,
    strides = 1,
    inputs: inputs2 = Math.max(8, 8 * Math.floor(before * width / 8 + 0.5)) + 8 * Number(Math.max(8, 8 * Math.floor(before * width / 8 + 0.5)) < 0.9 * (before * width)),
    filters = Math.max(8, 8 * Math.floor(base * width / 8 + 0.5)) + 8 * Number(Math.max(8, 8 * Math.floor(base * width / 8 + 0.5)) < 0.9 * (base * width)),
  }: {
    width: number
    before?: number
    base?: number
    expansion?: number
    count?: number
    strides?: number
    inputs?: number
    filters?: number
  },
): Tensor {
  let blocks = x
  for (let index = 0; index < count; index++) {
    blocks = inverted(blocks, `${name}/blocks/${index}`, {
      inputs: Number(index === 0) * inputs2 + Number(index > 0) * filters,
      filters,
      expansion,
      strides: 1 + Number(index === 0) * (strides - 1),
    })
  }
  return blocks
}

/** 3.54 M parameters, 301 M MACs. */
export function createModel({
  width = 1,
  dropRate = 0.2,
  classes = 1000,
}: { width?: number; dropRate?: number; classes?: number } = {}): tf.LayersModel {
  const image = tf.input({
    name: 'image',
    shape: [224, 224, 3],
  })
  const convPadded = tf.layers.zeroPadding2d({
    padding: 1,
  }).apply(image) as Tensor
  const conv = tf.layers.conv2d({
    name: 'conv',
    filters: Math.max(8, 8 * Math.floor(32 * width / 8 + 0.5)) + 8 * Number(Math.max(8, 8 * Math.floor(32 * width / 8 + 0.5)) < 0.9 * (32 * width)),
    kernelSize: 3,
    strides: 2,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(convPadded) as Tensor
  const norm = tf.layers.batchNormalization({
    name: 'norm',
  }).apply(conv) as Tensor
  const relu = tf.layers.activation({
    name: 'relu',
    activation: 'relu6',
  }).apply(norm) as Tensor
  const stage1 = stage(relu, 'stage1', {
    before: 32,
    base: 16,
    expansion: 1,
    count: 1,
    strides: 1,
    width,
  })
  const stage2 = stage(stage1, 'stage2', {
    before: 16,
    base: 24,
    expansion: 6,
    count: 2,
    strides: 2,
    width,
  })
  const stage3 = stage(stage2, 'stage3', {
    before: 24,
    base: 32,
    expansion: 6,
    count: 3,
    strides: 2,
    width,
  })
  const stage4 = stage(stage3, 'stage4', {
    before: 32,
    base: 64,
    expansion: 6,
    count: 4,
    strides: 2,
    width,
  })
  const stage5 = stage(stage4, 'stage5', {
    before: 64,
    base: 96,
    expansion: 6,
    count: 3,
    strides: 1,
    width,
  })
  const stage6 = stage(stage5, 'stage6', {
    before: 96,
    base: 160,
    expansion: 6,
    count: 3,
    strides: 2,
    width,
  })
  const stage7 = stage(stage6, 'stage7', {
    before: 160,
    base: 320,
    expansion: 6,
    count: 1,
    strides: 1,
    width,
  })
  const last = tf.layers.conv2d({
    name: 'last',
    filters: 8 * Math.floor(160 * Math.max(1, width) + 0.5),
    kernelSize: 1,
    useBias: false,
    kernelInitializer: 'heNormal',
  }).apply(stage7) as Tensor
  const lastNorm = tf.layers.batchNormalization({
    name: 'lastNorm',
  }).apply(last) as Tensor
  const lastRelu = tf.layers.activation({
    name: 'lastRelu',
    activation: 'relu6',
  }).apply(lastNorm) as Tensor
  const mean = tf.layers.globalAveragePooling2d({
    name: 'mean',
  }).apply(lastRelu) as Tensor
  const drop = tf.layers.dropout({
    name: 'drop',
    rate: dropRate,
  }).apply(mean) as Tensor
  const scores = tf.layers.dense({
    name: 'scores',
    units: classes,
    activation: 'softmax',
  }).apply(drop) as Tensor
  return tf.model({
    name: 'MobileNetV2',
    inputs: image,
    outputs: scores,
  })
}

export { loadWeights } from './weights.js'

export const inputs: string[] = ['image']
export const outputs: string[] = ['scores']
