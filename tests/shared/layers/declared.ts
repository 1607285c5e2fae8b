// Asks a declaration about one node, as the analysis does: by type, written parameters and shapes.
import type { JsonObject } from '../../../shared/document/types.ts'
import { resolveParams } from '../../../shared/graph/resolve.ts'
import { type AnyLayer, LayerError, type Shape } from '../../../shared/layers/define.ts'
import { findLayer } from '../../../shared/layers/index.ts'

export function declared(type: string, params: JsonObject, ...inputs: Shape[]) {
  const layer = findLayer(type)
  if (!layer) throw new Error(`no layer ${type}`)
  const resolved = resolveParams(layer, params)
  if (!resolved.params) throw new Error(resolved.faults.map(fault => fault.message).join(' '))
  const p = resolved.params
  const shapes = inputs as unknown as readonly [Shape, ...Shape[]]
  const shape = () => layer.shape(p, shapes) as Shape
  return {
    layer,
    p,
    shapes,
    shape,
    error: () => errorOf(shape),
    remarks: () => layer.remarks?.(p, shapes) ?? [],
    weights: () => layer.weights?.(p, shapes) ?? {},
    macs: () => layer.macs?.(p, shapes, shape()) ?? 0,
    parameters: () => Object.values(layer.weights?.(p, shapes) ?? {}).reduce(addSize, 0),
    summary: () => layer.summary?.(p) ?? '',
    explain: () => layer.explain?.(p, shapes, shape()) ?? [],
    tfjs: () => tfjsOf(layer, p, params, shapes, shape()),
  }
}

function addSize(total: number, weight: { readonly shape: Shape }): number {
  return total + weight.shape.reduce((size, axis) => size * axis, 1)
}

function errorOf(shape: () => unknown): LayerError {
  try {
    shape()
  } catch (error) {
    if (error instanceof LayerError) return error
    throw error
  }
  throw new Error('there is no error')
}

function tfjsOf(
  layer: AnyLayer,
  p: Readonly<Record<string, unknown>>,
  args: JsonObject,
  inputs: readonly Shape[],
  output: Shape,
) {
  const made = layer.tfjs?.(p, args as never, { inputs, output })
  return made === undefined ? [{ name: layer.type, args }] : [made].flat()
}
