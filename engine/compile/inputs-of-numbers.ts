import type { Layer, Network } from '../../shared/graph/network.ts'

/** Inputs that a layer reads as whole numbers, straight or in another shape: bfloat16 holds them to 256 only. */
export function inputsOfNumbers(network: Network): ReadonlySet<string> {
  const found = new Set<string>()
  const follow = (layer: Layer): void => {
    for (const { layer: id } of layer.inputs) {
      const source = network.byId.get(id)
      if (source?.declaration?.inputs === 'none') found.add(id)
      else if (source?.declaration?.view) follow(source)
    }
  }
  for (const layer of network.layers) if (layer.declaration?.readsNumbers) follow(layer)
  return found
}
