// The spatial axes of an input: how many a layer wants, their sizes, and what they are called.
import { LayerError, type Mend, type Shape } from './define.ts'
import { product, times } from './sizes.ts'
import type { Rank } from './spatial.ts'

interface Space {
  /** What an input of so many spatial axes is called. */
  readonly name: string
  readonly axes: string
  /** One position along each axis. */
  readonly units: readonly string[]
  /** What a size is, per axis. */
  readonly sizes: readonly string[]
}

const spaces: Readonly<Record<Rank, Space>> = {
  1: { name: 'sequence', axes: 'length × channels', units: ['step'], sizes: ['Length'] },
  2: {
    name: 'picture',
    axes: 'height × width × channels',
    units: ['row', 'column'],
    sizes: ['Height', 'Width'],
  },
  3: {
    name: 'volume',
    axes: 'depth × height × width × channels',
    units: ['plane', 'row', 'column'],
    sizes: ['Depth', 'Height', 'Width'],
  },
}

/** `row`: what one position along an axis is called. */
export function unitOf(rank: number, axis: number): string {
  return spaces[rank as Rank].units[axis] ?? 'position'
}

/** `Height`: what the size of an axis is called. */
export function sizeNameOf(rank: number, axis: number): string {
  return spaces[rank as Rank].sizes[axis] ?? 'Size'
}

/** Sizes of the spatial axes, and the channels; throws where the input has another number of axes. */
export function spaceOf(
  x: Shape,
  rank: number,
): readonly [sizes: readonly number[], channels: number] {
  const channels = x[rank]
  if (channels === undefined || x.length !== rank + 1) throw wrongAxes(x, rank as Rank)
  return [x.slice(0, rank), channels]
}

/** Height, width and channels; throws where the input is not a picture. */
export function picture(x: Shape): readonly [height: number, width: number, channels: number] {
  const [[height = 1, width = 1], channels] = spaceOf(x, 2)
  return [height, width, channels]
}

function wrongAxes(x: Shape, rank: Rank): LayerError {
  const { name, axes } = spaces[rank]
  const target = reshaped(x, rank)
  const mends: Mend[] = target
    ? [
        {
          label: `Reshape to ${times(target)}`,
          repair: { kind: 'insertBefore', type: 'reshape', params: { targetShape: target } },
        },
      ]
    : []
  return new LayerError(
    `needs-${name}`,
    `This layer reads ${name}s of ${axes}; its input is ${times(x)}, ${x.length === 1 ? 'one axis' : `${x.length} axes`}.`,
    mends,
  )
}

/** The same numbers with the wanted axes: one channel, channels of a single position, or all rows in a row. */
function reshaped(x: Shape, rank: Rank): readonly number[] | null {
  if (x.length === rank) return [...x, 1]
  if (x.length === 1) return [...Array<number>(rank).fill(1), x[0] ?? 1]
  return rank === 1 && x.length > 2 ? [product(x.slice(0, -1)), x.at(-1) ?? 1] : null
}
