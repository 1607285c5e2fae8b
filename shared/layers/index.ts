import { activation } from './activation.ts'
import { adaptiveAveragePooling2d } from './adaptive-average-pooling2d.ts'
import { adaptiveMaxPooling2d } from './adaptive-max-pooling2d.ts'
import { add } from './add.ts'
import { alphaDropout } from './alpha-dropout.ts'
import { attention } from './attention.ts'
import { average } from './average.ts'
import { averagePooling1d } from './average-pooling1d.ts'
import { averagePooling2d } from './average-pooling2d.ts'
import { averagePooling3d } from './average-pooling3d.ts'
import { batchNormalization } from './batch-normalization.ts'
import { centerCrop } from './center-crop.ts'
import { classToken } from './class-token.ts'
import { concatenate } from './concatenate.ts'
import { conv1d } from './conv1d.ts'
import { conv1dTranspose } from './conv1d-transpose.ts'
import { conv2d } from './conv2d.ts'
import { conv2dTranspose } from './conv2d-transpose.ts'
import { conv3d } from './conv3d.ts'
import { conv3dTranspose } from './conv3d-transpose.ts'
import { cropping1d } from './cropping1d.ts'
import { cropping2d } from './cropping2d.ts'
import { cropping3d } from './cropping3d.ts'
import type { AnyLayer } from './define.ts'
import { dense } from './dense.ts'
import { depthToSpace } from './depth-to-space.ts'
import { depthwiseConv1d } from './depthwise-conv1d.ts'
import { depthwiseConv2d } from './depthwise-conv2d.ts'
import { dot } from './dot.ts'
import { dropout } from './dropout.ts'
import { elu } from './elu.ts'
import { embedding } from './embedding.ts'
import { expression } from './expression.ts'
import { extractPatches } from './extract-patches.ts'
import { flatten } from './flatten.ts'
import { gaussianDropout } from './gaussian-dropout.ts'
import { gaussianNoise } from './gaussian-noise.ts'
import { gelu } from './gelu.ts'
import { globalAveragePooling1d } from './global-average-pooling1d.ts'
import { globalAveragePooling2d } from './global-average-pooling2d.ts'
import { globalAveragePooling3d } from './global-average-pooling3d.ts'
import { globalMaxPooling1d } from './global-max-pooling1d.ts'
import { globalMaxPooling2d } from './global-max-pooling2d.ts'
import { globalMaxPooling3d } from './global-max-pooling3d.ts'
import { glu } from './glu.ts'
import { groupNormalization } from './group-normalization.ts'
import { gru } from './gru.ts'
import { inputLayer } from './input.ts'
import { instanceNormalization } from './instance-normalization.ts'
import { l2Pooling2d } from './l2-pooling2d.ts'
import { layerNormalization } from './layer-normalization.ts'
import { leakyReLU } from './leaky-relu.ts'
import { localResponseNormalization } from './local-response-normalization.ts'
import { locallyConnected1d } from './locally-connected1d.ts'
import { locallyConnected2d } from './locally-connected2d.ts'
import { lstm } from './lstm.ts'
import { maxPooling1d } from './max-pooling1d.ts'
import { maxPooling2d } from './max-pooling2d.ts'
import { maxPooling3d } from './max-pooling3d.ts'
import { maximum } from './maximum.ts'
import { maxout } from './maxout.ts'
import { minPooling2d } from './min-pooling2d.ts'
import { minimum } from './minimum.ts'
import { mixUp } from './mix-up.ts'
import { multiHeadAttention } from './multi-head-attention.ts'
import { multiply } from './multiply.ts'
import { normalization } from './normalization.ts'
import { patchEmbedding } from './patch-embedding.ts'
import { permute } from './permute.ts'
import { positionEmbedding } from './position-embedding.ts'
import { prelu } from './prelu.ts'
import { randomBrightness } from './random-brightness.ts'
import { randomColorJitter } from './random-color-jitter.ts'
import { randomContrast } from './random-contrast.ts'
import { randomCrop } from './random-crop.ts'
import { randomErasing } from './random-erasing.ts'
import { randomFlip } from './random-flip.ts'
import { randomRotation } from './random-rotation.ts'
import { randomTranslation } from './random-translation.ts'
import { randomZoom } from './random-zoom.ts'
import { reduceMax } from './reduce-max.ts'
import { reduceMean } from './reduce-mean.ts'
import { reduceMin } from './reduce-min.ts'
import { reduceSum } from './reduce-sum.ts'
import { reflectionPadding2d } from './reflection-padding2d.ts'
import { reLU } from './relu.ts'
import { repeatVector } from './repeat-vector.ts'
import { rescaling } from './rescaling.ts'
import { reshape } from './reshape.ts'
import { resizing } from './resizing.ts'
import { rmsNormalization } from './rms-normalization.ts'
import { separableConv1d } from './separable-conv1d.ts'
import { separableConv2d } from './separable-conv2d.ts'
import { simpleRNN } from './simple-rnn.ts'
import { sinePositionEncoding } from './sine-position-encoding.ts'
import { slice } from './slice.ts'
import { softmax } from './softmax.ts'
import { spaceToDepth } from './space-to-depth.ts'
import { spatialDropout1d, spatialDropout2d, spatialDropout3d } from './spatial-dropout.ts'
import { spatialPyramidPooling } from './spatial-pyramid-pooling.ts'
import { split } from './split.ts'
import { stochasticDepth } from './stochastic-depth.ts'
import { subtract } from './subtract.ts'
import { threshold } from './threshold.ts'
import { unitNormalization } from './unit-normalization.ts'
import { upSampling1d } from './up-sampling1d.ts'
import { upSampling2d } from './up-sampling2d.ts'
import { upSampling3d } from './up-sampling3d.ts'
import { weightedAveragePooling2d } from './weighted-average-pooling2d.ts'
import { zeroPadding1d } from './zero-padding1d.ts'
import { zeroPadding2d } from './zero-padding2d.ts'
import { zeroPadding3d } from './zero-padding3d.ts'

/** Every layer type, in the palette's order. Adding a layer is one file and one line here. */
export const layers = [
  inputLayer,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  locallyConnected2d,
  conv1d,
  depthwiseConv1d,
  separableConv1d,
  conv1dTranspose,
  locallyConnected1d,
  conv3d,
  conv3dTranspose,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  minPooling2d,
  l2Pooling2d,
  weightedAveragePooling2d,
  adaptiveAveragePooling2d,
  adaptiveMaxPooling2d,
  spatialPyramidPooling,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
  dense,
  activation,
  reLU,
  leakyReLU,
  prelu,
  elu,
  gelu,
  softmax,
  maxout,
  glu,
  threshold,
  batchNormalization,
  layerNormalization,
  rmsNormalization,
  groupNormalization,
  instanceNormalization,
  localResponseNormalization,
  unitNormalization,
  dropout,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
  gaussianDropout,
  gaussianNoise,
  alphaDropout,
  stochasticDepth,
  flatten,
  reshape,
  permute,
  repeatVector,
  slice,
  split,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
  reflectionPadding2d,
  cropping1d,
  cropping2d,
  cropping3d,
  upSampling1d,
  upSampling2d,
  upSampling3d,
  depthToSpace,
  spaceToDepth,
  extractPatches,
  rescaling,
  normalization,
  resizing,
  centerCrop,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
  randomCrop,
  randomContrast,
  randomBrightness,
  randomColorJitter,
  randomErasing,
  mixUp,
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  dot,
  concatenate,
  reduceMean,
  reduceMax,
  reduceMin,
  reduceSum,
  expression,
  embedding,
  patchEmbedding,
  classToken,
  positionEmbedding,
  sinePositionEncoding,
  multiHeadAttention,
  attention,
  simpleRNN,
  gru,
  lstm,
] as const

export type LayerType = (typeof layers)[number]['type']

// The registry forgets each declaration's parameter types: functions are contravariant in them, so
// this is the one place that needs a cast. Callers pass only what the same declaration has parsed.
const byType: ReadonlyMap<string, AnyLayer> = new Map(
  layers.map(layer => [layer.type, layer as unknown as AnyLayer]),
)

export function findLayer(type: string): AnyLayer | undefined {
  return byType.get(type)
}

export const allLayers: readonly AnyLayer[] = [...byType.values()]
