import { activation } from './activation.ts'
import { add } from './add.ts'
import { averagePooling2d } from './average-pooling2d.ts'
import { batchNormalization } from './batch-normalization.ts'
import { concatenate } from './concatenate.ts'
import { conv2d } from './conv2d.ts'
import { conv2dTranspose } from './conv2d-transpose.ts'
import type { AnyLayer } from './define.ts'
import { dense } from './dense.ts'
import { depthwiseConv2d } from './depthwise-conv2d.ts'
import { dropout } from './dropout.ts'
import { flatten } from './flatten.ts'
import { globalAveragePooling2d } from './global-average-pooling2d.ts'
import { globalMaxPooling2d } from './global-max-pooling2d.ts'
import { inputLayer } from './input.ts'
import { maxPooling2d } from './max-pooling2d.ts'
import { multiply } from './multiply.ts'
import { reshape } from './reshape.ts'
import { separableConv2d } from './separable-conv2d.ts'
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
  zeroPadding2d,
  add,
  multiply,
  concatenate,
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
