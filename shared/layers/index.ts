import { activation } from './activation.ts'
import { add } from './add.ts'
import { average } from './average.ts'
import { averagePooling2d } from './average-pooling2d.ts'
import { batchNormalization } from './batch-normalization.ts'
import { concatenate } from './concatenate.ts'
import { conv2d } from './conv2d.ts'
import { conv2dTranspose } from './conv2d-transpose.ts'
import type { AnyLayer } from './define.ts'
import { dense } from './dense.ts'
import { depthwiseConv2d } from './depthwise-conv2d.ts'
import { dot } from './dot.ts'
import { dropout } from './dropout.ts'
import { flatten } from './flatten.ts'
import { globalAveragePooling2d } from './global-average-pooling2d.ts'
import { globalMaxPooling2d } from './global-max-pooling2d.ts'
import { inputLayer } from './input.ts'
import { maxPooling2d } from './max-pooling2d.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'
import { multiply } from './multiply.ts'
import { permute } from './permute.ts'
import { reduceMax } from './reduce-max.ts'
import { reduceMean } from './reduce-mean.ts'
import { reduceMin } from './reduce-min.ts'
import { reduceSum } from './reduce-sum.ts'
import { repeatVector } from './repeat-vector.ts'
import { reshape } from './reshape.ts'
import { separableConv2d } from './separable-conv2d.ts'
import { slice } from './slice.ts'
import { split } from './split.ts'
import { subtract } from './subtract.ts'
import { zeroPadding2d } from './zero-padding2d.ts'

/** Every layer type, in the palette's order. Adding a layer is one file and one line here. */
export const layers = [
  inputLayer,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  dense,
  activation,
  batchNormalization,
  dropout,
  flatten,
  reshape,
  permute,
  repeatVector,
  slice,
  split,
  zeroPadding2d,
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
