// The outline of a network: one bar a layer, its height the side of the picture, its width the
// channels, both on a log scale. Always computed from the analysis.
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Layer, Network } from '../../shared/graph/network.ts'
import { familyOf } from '../state/families.ts'
import type { Family } from '../ui/glyph.tsx'

export interface Bar {
  readonly family: Family
  readonly x: number
  readonly width: number
  readonly height: number
}

export interface Arc {
  readonly from: number
  readonly to: number
  readonly y: number
}

export interface Silhouette {
  /** Around a middle line at y = 0; x from 0 to `width`. */
  readonly bars: readonly Bar[]
  readonly arcs: readonly Arc[]
  readonly width: number
  readonly height: number
}

/** Layers that change no shape and carry little: a picture of them would only be stripes. */
const thin: ReadonlySet<string> = new Set(['act', 'norm', 'reg', 'shape'])

const cache = new WeakMap<NetworkDocument, Silhouette>()

export function silhouetteOf(document: NetworkDocument): Silhouette {
  const known = cache.get(document)
  if (known) return known
  const made = draw(analyse(document))
  cache.set(document, made)
  return made
}

function draw(network: Network): Silhouette {
  const shown = network.layers.filter(
    layer =>
      layer.outputShapes && !thin.has(familyOf(layer.type)) && familyOf(layer.type) !== 'merge',
  )
  const gap = shown.length > 40 ? 1.5 : shown.length > 20 ? 3 : 6
  let x = 0
  const bars = shown.map((layer): Bar => {
    const { width, height } = sizeOf(layer)
    const bar = { family: familyOf(layer.type), x, width, height }
    x += width + gap
    return bar
  })
  const places = new Map(shown.map((layer, index) => [layer.id, index]))
  return {
    bars,
    arcs: arcsOf(network, places, bars),
    width: Math.max(0, x - gap),
    height: Math.max(1, ...bars.map(bar => bar.height)),
  }
}

function sizeOf({ outputShapes }: Layer): { width: number; height: number } {
  const shape = outputShapes?.[0] ?? []
  const channels = shape.at(-1) ?? 1
  // Vectors have no side: they lie flat, as wide as they are long.
  if (shape.length < 2) return { width: 4 + 2.4 * Math.log2(1 + channels), height: 14 }
  const side = Math.max(...shape.slice(0, -1))
  return { width: 3 + 1.7 * Math.log2(1 + channels), height: 12 + 10 * Math.log2(1 + side) }
}

/** A skip runs from the layer that a merge reads second to the one before the merge. */
function arcsOf(
  network: Network,
  places: ReadonlyMap<string, number>,
  bars: readonly Bar[],
): readonly Arc[] {
  return network.layers.flatMap(layer => {
    if (layer.inputs.length < 2) return []
    const ends = layer.inputs.map(({ layer: id }) => lastShown(network, places, id))
    const known = ends.filter(end => end !== null)
    const [from, to] = [Math.min(...known), Math.max(...known)]
    const [first, last] = [bars[from], bars[to]]
    if (!first || !last || from === to) return []
    const y = Math.max(...bars.slice(from, to + 1).map(bar => bar.height)) / 2
    return { from: first.x + first.width / 2, to: last.x + last.width / 2, y }
  })
}

/** The nearest bar up the main path. */
function lastShown(
  network: Network,
  places: ReadonlyMap<string, number>,
  id: string,
): number | null {
  let current: string | undefined = id
  while (current !== undefined) {
    const place = places.get(current)
    if (place !== undefined) return place
    current = network.byId.get(current)?.inputs[0]?.layer
  }
  return null
}
