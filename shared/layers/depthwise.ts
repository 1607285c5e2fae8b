// The depthwise product that depthwiseConv2d and separableConv2d begin with.
import { convolve, onSpace, padFor, type WindowValues } from './convolution.ts'
import type { Graph, Value } from './graph.ts'

/**
 * Every channel under its own m windows; channel c gives outputs c·m … c·m + m − 1.
 * DepthwiseConv2dNative has a wrong gradient where it is dilated, without any error, and takes one
 * stride for both axes. Both go through Conv2D with one group a channel, whose kernel is the same
 * numbers in the same order: [k, k, C, m] read as [k, k, 1, C·m].
 */
export function depthwise(g: Graph, x: Value, kernel: Value, p: WindowValues): Value {
  const isDilated = p.dilationRate.some(rate => rate > 1)
  if (!isDilated && p.strides[0] === p.strides[1]) {
    const [padded, padding] = padFor(g, x, p)
    const attributes = { strides: onSpace(p.strides), padding }
    return g.op('DepthwiseConv2dNative', [padded, kernel], attributes)
  }
  const [rows = 1, columns = 1, channels = 1, multiplier = 1] = kernel.shape
  const sizes = g.constant([rows, columns, 1, channels * multiplier], { type: 'int32' })
  return convolve(g, x, g.op('Reshape', [kernel, sizes]), p)
}
