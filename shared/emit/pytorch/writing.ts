// What the classes of one PyTorch file share.
import type { Network } from '../../graph/network.ts'
import type { Constants } from '../frame.ts'
import type { Line } from '../lines.ts'
import type { Fractions } from '../python/fractions.ts'
import type { BodyName, Scopes } from '../scopes.ts'
import type { Given, Layout, Tensor } from '../torch-call.ts'
import type { Instances } from './instances.ts'
import type { Vector } from './sizes.ts'

/** A class that is written: what its callers must know. */
export interface Written {
  readonly name: string
  /** Numbers that follow from shapes, by the prefix of each use. */
  readonly asked: readonly { readonly code: string; readonly values: Vector }[]
  /** Which of the block's and the document's parameters it takes. */
  readonly takes: ReadonlySet<string>
}

export interface Weighted {
  /** In the class: `conv1`. */
  readonly attribute: string
  readonly weights: Readonly<Record<string, (given: Given) => Tensor>>
}

export interface Writing {
  readonly scopes: Scopes
  readonly network: Network
  readonly instances: Instances
  readonly fractions: Fractions
  readonly lines: Line[]
  /** Classes and functions of our own that the code names. */
  readonly own: Set<string>
  readonly classNames: ReadonlyMap<string, string>
  readonly written: Map<string, Written>
  readonly parametersOf: (body: BodyName) => ReadonlyMap<string, string>
  readonly scalingOf: (input: string) => Constants | undefined
  /** By the path id of the layer. */
  readonly weighted: Map<string, Weighted[]>
  /** By body and use: the attribute of a block. */
  readonly attributes: Map<string, string>
}

/** What values have where they cross the border of a class. */
export function usualLayout(rank: number): Layout {
  return rank === 3 || rank === 4 ? 'first' : 'last'
}

/** The code that changes a value's layout. */
export function turned(text: string, rank: number, to: Layout): string {
  if (rank < 2) return text
  if (rank === 2) return `${text}.transpose(1, 2)`
  const positions = Array.from({ length: rank - 1 }, (_, axis) => axis)
  const order =
    to === 'last'
      ? [0, ...positions.map(axis => axis + 2), 1]
      : [0, rank, ...positions.map(axis => axis + 1)]
  return `${text}.permute(${order.join(', ')})`
}
