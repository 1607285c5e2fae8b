import { conv2d } from './conv2d.ts'
import type { AnyLayer } from './define.ts'

/** Every layer type, in the palette's order. Adding a layer is one file and one line here. */
export const layers = [conv2d] as const

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
