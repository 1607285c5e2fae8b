// What layers take from the data before training begins: means and variances of what reaches them.
import type { Network } from '../../shared/graph/network.ts'
import type { CompileSettings } from './compilation.ts'
import { lowerNetwork } from './lower-network.ts'
import type { Recorder } from './recorder.ts'
import type { Signature } from './saved-model.ts'
import type { Tensor } from './tensor.ts'
import type { VariableStore } from './variables.ts'

/** Mean and variance of one batch for the weights of one layer. */
export interface Adaptation {
  /** The layer that holds the weights `mean` and `variance`. */
  readonly layer: string
  readonly mean: Tensor
  readonly variance: Tensor
}

/** The layers that adapt to the data, in the order in which they must. */
export function adaptingLayers(network: Network): readonly string[] {
  const found = network.layers.filter(
    ({ reached, declaration, params }) =>
      reached && params !== null && declaration?.adapts?.(params) === true,
  )
  return [...new Set(found.map(layer => layer.weightsOf))]
}

/** A signature `adapt:LAYER` for each of them, recorded up to the last. */
export function adaptSignatures(
  g: Recorder,
  network: Network,
  variables: VariableStore,
  inputs: ReadonlyMap<string, Tensor>,
  { scaling = {} }: Pick<CompileSettings, 'scaling'>,
): Readonly<Record<string, Signature>> {
  const wanted = adaptingLayers(network)
  if (wanted.length === 0) return {}
  const last = network.layers.findLastIndex(
    ({ params, declaration }) => params !== null && declaration?.adapts?.(params) === true,
  )
  const upTo = { ...network, layers: network.layers.slice(0, last + 1), outputs: [] }
  const { adaptations } = g.within('adapt', () =>
    lowerNetwork(g, upTo, variables, {
      inputs: [inputs],
      scaling,
      computeType: 'float32',
      training: null,
    }),
  )
  const named = [...inputs].map(([id, input]) => [`input:${id}`, input] as const)
  return Object.fromEntries(
    wanted.flatMap(layer => {
      // Of several that share weights, the first decides.
      const found = adaptations.find(each => each.layer === layer)
      if (!found) return []
      const { mean, variance } = found
      return [
        [`adapt:${layer}`, { inputs: Object.fromEntries(named), outputs: { mean, variance } }],
      ]
    }),
  )
}
