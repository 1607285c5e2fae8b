// The outputs of layers that give several values, and with them the outputs of the network.
import type { Shape } from '../layers/define.ts'
import type { Layer, Network } from './network.ts'

/** One value that the network gives: what `predict` and every export name it. */
export interface OutputPort {
  /** The layer's path id; `split:0`, `split:1` … where it gives several values. */
  readonly id: string
  readonly layer: string
  readonly output: number
  readonly shape: Shape
  /** It is there while the network learns and nowhere else. */
  readonly trainingOnly: boolean
}

/** How many values a layer gives; of one with a mistake, as many as its parameters say. */
export function outputCount({ outputShapes, declaration, params }: Layer): number {
  if (outputShapes) return outputShapes.length
  return params ? (declaration?.outputs?.(params) ?? 1) : 1
}

export function outputId(layer: Layer, output: number): string {
  return outputCount(layer) > 1 ? `${layer.id}:${output}` : layer.id
}

/** Every value of every layer at an end of the network, in file order. */
export function outputValues(
  network: Pick<Network, 'outputs' | 'byId'>,
): readonly Omit<OutputPort, 'trainingOnly'>[] {
  return network.outputs.flatMap(id => {
    const layer = network.byId.get(id)
    if (!layer?.reached || !layer.outputShapes) return []
    return layer.outputShapes.map((shape, output) => ({
      id: outputId(layer, output),
      layer: id,
      output,
      shape,
    }))
  })
}

/** The same, and which of them only training knows. */
export function outputPorts(
  network: Pick<Network, 'outputs' | 'byId' | 'trainingOnly'>,
): readonly OutputPort[] {
  const { outputs } = network.trainingOnly
  return outputValues(network).map(value => ({ ...value, trainingOnly: outputs.has(value.id) }))
}

/** What `predict` and every export give. */
export function answerPorts(
  network: Pick<Network, 'outputs' | 'byId' | 'trainingOnly'>,
): readonly OutputPort[] {
  return outputPorts(network).filter(port => !port.trainingOnly)
}

/** The inputs that an answer depends on. */
export function answerInputs(network: Pick<Network, 'inputs' | 'trainingOnly'>): readonly string[] {
  return network.inputs.filter(id => !network.trainingOnly.layers.has(id))
}
