// The names of layers in Keras: their path ids, which may not hold a slash there.
import type { Network } from '../../graph/network.ts'

/** Ids hold underscores and dots themselves, so the first separator that keeps all names apart is taken. */
const separators = ['_', '.', '__', '-', '..', '---']

export function separatorFor(network: Network): string {
  const found = separators.find(
    separator => new Set(layerNames(network, separator).values()).size === network.layers.length,
  )
  return found ?? '____'
}

export function layerNames(network: Network, separator: string): ReadonlyMap<string, string> {
  return new Map(network.layers.map(({ id }) => [id, id.split('/').join(separator)]))
}
