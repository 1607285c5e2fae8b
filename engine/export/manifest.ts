// Where each weight stands in weights.bin, and in which order they are written.
import { layerName } from '../../shared/emit/typescript/layer-name.ts'
import type { Network } from '../../shared/graph/network.ts'

export interface WeightPlace {
  readonly name: string
  readonly shape: readonly number[]
  /** Bytes from the start of the file. */
  readonly offset: number
}

export interface Manifest {
  readonly layers: readonly { readonly name: string; readonly weights: readonly WeightPlace[] }[]
}

export interface WeightOrder {
  readonly manifest: Manifest
  /** `path id/weight`, in the order of the file. */
  readonly names: readonly string[]
}

/** Every layer that holds weights of its own, in order of execution. */
export function weightOrder(network: Network): WeightOrder {
  const names: string[] = []
  let offset = 0
  const layers = network.layers.flatMap(layer => {
    const entries = Object.entries(layer.weights)
    if (entries.length === 0 || layer.weightsOf !== layer.id || !layer.reached) return []
    const weights = entries.map(([name, { shape }]) => {
      const place = { name, shape, offset }
      offset += 4 * shape.reduce((product, size) => product * size, 1)
      names.push(`${layer.id}/${name}`)
      return place
    })
    return { name: layerName(layer.id), weights }
  })
  return { manifest: { layers }, names }
}
