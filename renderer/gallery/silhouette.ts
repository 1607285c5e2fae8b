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

/** Layers that only pass on what they get: bars for them would be stripes and nothing else. */
const hidden: ReadonlySet<Family> = new Set(['act', 'norm', 'reg', 'shape', 'merge'])

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
    layer => layer.outputShapes && !hidden.has(familyOf(layer.type)),
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

/** Where two paths meet again, an arc from where they parted to the bar before the meeting. */
function arcsOf(
  network: Network,
  places: ReadonlyMap<string, number>,
  bars: readonly Bar[],
): readonly Arc[] {
  const seen = new Set<string>()
  return network.layers.flatMap(({ inputs }) => {
    const [main, ...others] = inputs.map(({ layer }) => pathUp(network, layer))
    if (!main) return []
    return others.flatMap(path => {
      const other = new Set(path)
      const parting = main.findIndex(id => other.has(id))
      const from = placeOf(main.slice(parting), places)
      const to = placeOf(main, places)
      const [first, last] = [bars[from], bars[to]]
      if (parting < 0 || !first || !last || from >= to || seen.has(`${from} ${to}`)) return []
      seen.add(`${from} ${to}`)
      const y = Math.max(...bars.slice(from, to + 1).map(bar => bar.height)) / 2
      return { from: first.x + first.width / 2, to: last.x + last.width / 2, y }
    })
  })
}

/** The main path from a layer up to an input. */
function pathUp(network: Network, id: string): readonly string[] {
  const path = new Set<string>()
  let current: string | undefined = id
  while (current !== undefined && !path.has(current)) {
    path.add(current)
    current = network.byId.get(current)?.inputs[0]?.layer
  }
  return [...path]
}

/** The first of these that has a bar; −1 where none has. */
function placeOf(path: readonly string[], places: ReadonlyMap<string, number>): number {
  const shown = path.find(id => places.has(id))
  return shown === undefined ? -1 : (places.get(shown) ?? -1)
}
