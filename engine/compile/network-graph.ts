// What training and exported graphs have in common: inputs, variables, the predicting half.

import type { Precision } from '../../shared/document/types.ts'
import { errorsOf, type Network } from '../../shared/graph/network.ts'
import { answerPorts } from '../../shared/graph/outputs.ts'
import type { ValueType } from '../../shared/layers/graph.ts'
import { CompileError, type InferenceSettings, type Port } from './compilation.ts'
import type { Lanes } from './lanes.ts'
import { type Lowered, lowerNetwork } from './lower-network.ts'
import type { Recorder } from './recorder.ts'
import type { AnyTensor, Node, Tensor } from './tensor.ts'
import { isTensor } from './tensor.ts'
import type { VariableStore } from './variables.ts'

export function refuseMistakes(network: Network): void {
  const [mistake] = errorsOf(network)
  if (mistake)
    throw new CompileError(
      `${mistake.node === null ? '' : `${mistake.node}: `}${mistake.message}`,
      mistake.node,
    )
  if (network.inputs.length === 0 || network.outputs.length === 0)
    throw new CompileError('The network has no input that reaches an output.')
}

export function typeOfPrecision(precision: Precision | undefined): ValueType {
  return precision === 'mixedBfloat16' ? 'bfloat16' : 'float32'
}

/** The inputs that are drawn and reach something, with one example's shape. */
export function inputPorts(network: Network): readonly Port[] {
  return network.inputs.flatMap(id => {
    const layer = network.byId.get(id)
    const [shape] = layer?.outputShapes ?? []
    const trainingOnly = network.trainingOnly.layers.has(id)
    return layer?.reached && shape ? [{ id, shape, ...(trainingOnly && { trainingOnly }) }] : []
  })
}

/** Every value that the network answers with: `id`, or `id:0`, `id:1` … of a layer with several. */
export function outputPorts(network: Network): readonly Port[] {
  return answerPorts(network).map(({ id, shape }) => ({ id, shape }))
}

/** Without the outputs that only training knows. */
export function answersOf(network: Network, { outputs }: Lowered): Pick<Lowered, 'outputs'> {
  const ids = new Set(outputPorts(network).map(({ id }) => id))
  return { outputs: new Map([...outputs].filter(([id]) => ids.has(id))) }
}

export function askedInputs(
  { trainingOnly }: Network,
  inputs: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  return new Map([...inputs].filter(([id]) => !trainingOnly.layers.has(id)))
}

/** TensorFlow's names of nodes know no colon. */
export function nodeName(portId: string): string {
  return portId.replace(':', '/')
}

export function placeholder(
  g: Recorder,
  name: string,
  type: ValueType,
  shape: readonly number[],
): Tensor {
  const node = g.record('Placeholder', [], { dtype: type, shape }, { name })
  const [output] = node.outputs
  if (!output || !isTensor(output)) throw new Error('Placeholder has no output')
  return output
}

export function inputPlaceholders(
  g: Recorder,
  ports: readonly Port[],
): ReadonlyMap<string, Tensor> {
  return new Map(
    ports.map(({ id, shape }) => [id, placeholder(g, `inputs/${id}`, 'float32', [-1, ...shape])]),
  )
}

/** Every input cut along the batch, a map per lane. */
export function inputsByLane(
  g: Recorder,
  lanes: Lanes,
  inputs: ReadonlyMap<string, Tensor>,
): readonly ReadonlyMap<string, Tensor>[] {
  const cut = [...inputs].map(
    ([id, input]) => [id, g.within(`lanes/${id}`, () => lanes.cut(input))] as const,
  )
  return Array.from(
    { length: lanes.count },
    (_, lane) => new Map(cut.map(([id, parts]) => [id, parts[lane] as Tensor])),
  )
}

/** One variable per declared weight, at the layer that holds it. */
export function addWeights(network: Network, variables: VariableStore): void {
  const added = new Set<string>()
  for (const layer of network.layers.filter(each => each.reached))
    for (const [weight, declared] of Object.entries(layer.weights)) {
      const name = `${layer.weightsOf}/${weight}`
      if (added.has(name)) continue
      added.add(name)
      variables.add({
        name,
        kind: 'weight',
        shape: declared.shape,
        initializer: declared.initializer,
        trainable: declared.trainable ?? true,
        decay: declared.decay ?? false,
        ...(declared.regularizer && { regularizer: declared.regularizer }),
        ...(declared.constraint && { constraint: declared.constraint }),
      })
    }
}

export function lowerInference(
  g: Recorder,
  network: Network,
  variables: VariableStore,
  inputs: readonly ReadonlyMap<string, Tensor>[],
  { precision, scaling = {} }: InferenceSettings,
): Lowered {
  const computeType = typeOfPrecision(precision)
  return g.within('infer', () =>
    lowerNetwork(g, network, variables, { inputs, scaling, computeType, training: null }),
  )
}

/**
 * What `predict` gives: every output as drawn, in float32, by nodes of their own: an output may be an
 * input that passed through, and TensorFlow does not fetch what it was fed.
 */
export function predictions(
  g: Recorder,
  lanes: Lanes,
  lowered: Pick<Lowered, 'outputs'>,
): Readonly<Record<string, AnyTensor>> {
  const entries = [...lowered.outputs].map(([id, parts]) => {
    return [id, after(g, [], g.cast(lanes.join(parts), 'float32'), nodeName(id))] as const
  })
  return Object.fromEntries(entries)
}

/** A tensor to fetch that exists once all of these nodes have run. */
export function after(g: Recorder, control: readonly Node[], value: Tensor, name: string): Tensor {
  const [output] = g.record('Identity', [value], {}, { name, control }).outputs
  if (!output || !isTensor(output)) throw new Error('Identity has no output')
  return output
}
