// Records a network's layers: once as it trains and once as it predicts, over the same variables.

import type { Layer, Network, Source } from '../../shared/graph/network.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import type { Shape } from '../../shared/layers/define.ts'
import type { Graph, Value, ValueType } from '../../shared/layers/graph.ts'
import type { Adaptation } from './adapt.ts'
import { CompileError, type Scaling } from './compilation.ts'
import { inputsOfNumbers } from './inputs-of-numbers.ts'
import { createLayerGraph, tensorOf } from './layer-graph.ts'
import type { Mixing } from './mix-labels.ts'
import type { Recorder } from './recorder.ts'
import { isTensor, type Node, type Tensor } from './tensor.ts'
import { assign, read, type StoredVariable, type VariableStore } from './variables.ts'

export interface LowerSettings {
  /** For each lane by input id, float32 with the batch first. */
  readonly inputs: readonly ReadonlyMap<string, Tensor>[]
  readonly scaling: Readonly<Record<string, Scaling>>
  readonly computeType: ValueType
  /** Null where the network only predicts. */
  readonly training: { readonly seed: number; readonly step: Tensor } | null
}

export interface Lowered {
  /** The values that the network gives, as drawn, by their ids and one per lane. */
  readonly outputs: ReadonlyMap<string, readonly Tensor[]>
  /** What each variable holds at the start of the step; each is read once. */
  readonly reads: ReadonlyMap<StoredVariable, Tensor>
  /** Moving statistics' new values, written within the training step. */
  readonly updates: readonly Node[]
  /** How the answers are mixed, one mixing after another. */
  readonly mixings: readonly Mixing[]
  readonly adaptations: readonly Adaptation[]
}

/** What the layers of one lane share. */
export interface Pass extends Omit<LowerSettings, 'inputs'> {
  readonly g: Recorder
  readonly lane: number
  readonly inputs: ReadonlyMap<string, Tensor>
  /** Inputs whose values are whole numbers, which stay float32. */
  readonly numbers: ReadonlySet<string>
  readonly variables: VariableStore
  /** New values of statistics by name: a layer that stands at two places goes on from those of the first. */
  readonly updated: Map<string, Tensor>
  readonly mixings: Mixing[]
  readonly adaptations: Adaptation[]
  readVariable(name: string): Tensor
}

export function lowerNetwork(
  g: Recorder,
  network: Network,
  variables: VariableStore,
  settings: LowerSettings,
): Lowered {
  const reads = new Map<StoredVariable, Tensor>()
  const updated = new Map<string, Tensor>()
  const mixings: Mixing[] = []
  const adaptations: Adaptation[] = []
  const readVariable = (name: string) => {
    const variable = variables.find(name)
    const known = reads.get(variable)
    const value = known ?? g.within(variable.name, () => read(g, variable))
    reads.set(variable, value)
    return value
  }
  const { inputs: batches, ...rest } = settings
  const numbers = inputsOfNumbers(network)
  const lanes = batches.map((inputs, lane) => {
    const made = { updated, mixings, adaptations }
    const pass: Pass = { ...rest, ...made, g, variables, readVariable, lane, inputs, numbers }
    return batches.length === 1
      ? lowerLane(pass, network)
      : g.within(`lane${lane}`, () => lowerLane(pass, network))
  })
  if (lanes.length > 1 && updated.size + mixings.length > 0)
    throw new Error('a network that mixes the examples of a batch has one lane')
  const outputs = new Map(
    outputPorts(network).map(port => [port.id, lanes.map(lane => valueAt(lane, port))]),
  )
  const updates = [...updated].map(([name, value]) =>
    g.within(name, () => assign(g, variables.find(name), value)),
  )
  return { outputs, reads, updates, mixings, adaptations }
}

type Values = ReadonlyMap<string, readonly Tensor[]>

function lowerLane(pass: Pass, network: Network): Values {
  const values = new Map<string, readonly Tensor[]>()
  for (const layer of network.layers)
    if (layer.reached) values.set(layer.id, lowerLayer(pass, layer, values))
  return values
}

function lowerLayer(pass: Pass, layer: Layer, values: Values): readonly Tensor[] {
  const { declaration, params, outputShapes } = layer
  if (!declaration || !params || !outputShapes) throw unfinished(layer)
  const inputs = layer.inputs.map(source => valueAt(values, source))
  const graph = createLayerGraph(pass, layer)
  const shapes = { inputs: layer.inputShapes, output: outputShapes[0] ?? [] }
  try {
    // The registry has forgotten the declaration's parameter types; the analysis parsed these by it.
    const lower = declaration.lower as (g: Graph, ...rest: readonly unknown[]) => unknown
    const result = pass.g.within(layer.id, () => lower(graph, params, inputs, shapes)) as
      | Value
      | readonly Value[]
    const outputs = (isList(result) ? result : [result]).map(tensorOf)
    checkShapes(outputs, outputShapes)
    return outputs
  } catch (error) {
    if (error instanceof CompileError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new CompileError(
      `${layer.id} (${declaration.label}) could not be compiled: ${reason}`,
      layer.id,
    )
  }
}

function isList(result: Value | readonly Value[]): result is readonly Value[] {
  return Array.isArray(result)
}

/** The picture and the running graph must never tell different shapes. */
function checkShapes(outputs: readonly Tensor[], shapes: readonly Shape[]): void {
  if (outputs.length !== shapes.length)
    throw new Error(
      `the operations give ${outputs.length} values where the drawing says ${shapes.length}`,
    )
  for (const [index, { shape }] of outputs.entries()) {
    const [batch, ...sizes] = shape
    const drawn = shapes[index] ?? []
    if (batch !== -1 || sizes.join() !== drawn.join())
      throw new Error(
        `the operations give ${sizes.join('×')} where the drawing says ${drawn.join('×')}`,
      )
  }
}

function valueAt(values: Values, source: Source): Tensor {
  const value = values.get(source.layer)?.[source.output]
  if (!value || !isTensor(value))
    throw new CompileError(`${source.layer} has no output ${source.output}.`, source.layer)
  return value
}

function unfinished(layer: Layer): CompileError {
  return new CompileError(
    `${layer.id} has a mistake and cannot be compiled. Mend the problems of the network first.`,
    layer.id,
  )
}
