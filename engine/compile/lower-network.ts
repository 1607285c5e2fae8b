// Records a network's layers: once as it trains and once as it predicts, over the same variables.

import type { Layer, Network, Source } from '../../shared/graph/network.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import { mixesExamples } from '../../shared/graph/step-lanes.ts'
import type { Shape } from '../../shared/layers/define.ts'
import type { Graph, Value, ValueType } from '../../shared/layers/graph.ts'
import type { Adaptation } from './adapt.ts'
import { CompileError, type Scaling } from './compilation.ts'
import { inputsOfNumbers } from './inputs-of-numbers.ts'
import { createLayerGraph } from './layer-graph.ts'
import type { Mixing } from './mix-labels.ts'
import type { Recorder } from './recorder.ts'
import { isTensor, type Node, type Tensor, tensorOf } from './tensor.ts'
import { assign, read, type StoredVariable, type VariableStore } from './variables.ts'

export interface LowerSettings {
  /** For each lane by input id, float32 with the batch first. */
  readonly inputs: readonly ReadonlyMap<string, Tensor>[]
  /** How many examples each lane has; left out where there is one. */
  readonly examples?: readonly Tensor[]
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
export interface Pass extends Omit<LowerSettings, 'inputs' | 'examples'> {
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
  readonly examples: readonly Tensor[]
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
  const { inputs: batches, examples = [], ...rest } = settings
  const numbers = inputsOfNumbers(network)
  const passes = batches.map((inputs, lane): Pass => {
    const made = { updated, mixings, adaptations }
    return { ...rest, ...made, g, variables, readVariable, lane, inputs, numbers, examples }
  })
  const lanes = lowerLayers(passes, network)
  const outputs = new Map(
    outputPorts(network).map(port => [port.id, lanes.map(lane => valueAt(lane, port))]),
  )
  const updates = [...updated].map(([name, value]) =>
    g.within(name, () => assign(g, variables.find(name), value)),
  )
  return { outputs, reads, updates, mixings, adaptations }
}

type Values = ReadonlyMap<string, readonly Tensor[]>

/** The values of every layer, lane by lane. */
function lowerLayers(passes: readonly Pass[], network: Network): readonly Values[] {
  const lanes = passes.map(() => new Map<string, readonly Tensor[]>())
  const [first] = passes
  for (const layer of network.layers.filter(each => each.reached)) {
    if (first?.training && lanes.length > 1 && mixesExamples(layer)) {
      const results = lowerTogether(first, network, layer, lanes)
      for (const [index, lane] of lanes.entries())
        lane.set(layer.id, results.slice(index, index + 1))
      continue
    }
    for (const [index, pass] of passes.entries()) {
      const lane = lanes[index] as Map<string, readonly Tensor[]>
      const lower = () => lane.set(layer.id, lowerLayer(pass, layer, lane))
      if (passes.length === 1) lower()
      else pass.g.within(`lane${index}`, lower)
    }
  }
  return lanes
}

/** A layer whose lanes meet: a value per lane. */
function lowerTogether(
  pass: Pass,
  network: Network,
  layer: Layer,
  lanes: readonly Values[],
): readonly Tensor[] {
  const [source] = layer.inputs
  return lowered(pass, layer, ({ declaration, params, outputShapes }, graph) => {
    if (!declaration.lowerLanes || !source)
      throw new Error('it mixes the examples of a batch, which so must not be cut')
    const values = lanes.map(lane => valueAt(lane, source))
    const channels = outputShapes[0]?.at(-1) ?? 1
    const place = { channels, rectified: isRectified(network, layer) }
    const results = declaration.lowerLanes(graph, params, values, place).map(tensorOf)
    for (const result of results) checkShapes([result], outputShapes)
    return results
  })
}

/** Whether nothing but one max(0, x) reads a layer: that one then finds it done. */
function isRectified({ layers, outputs }: Network, { id }: Layer): boolean {
  const readers = layers.filter(each => each.reached && each.inputs.some(from => from.layer === id))
  const [reader, ...others] = readers
  if (!reader?.declaration || !reader.params || others.length > 0 || outputs.includes(id))
    return false
  return reader.declaration.rectifies?.(reader.params) === true
}

function lowerLayer(pass: Pass, layer: Layer, values: Values): readonly Tensor[] {
  return lowered(pass, layer, ({ declaration, params, outputShapes }, graph) => {
    const inputs = layer.inputs.map(source => valueAt(values, source))
    const shapes = { inputs: layer.inputShapes, output: outputShapes[0] ?? [] }
    // The registry has forgotten the declaration's parameter types; the analysis parsed these by it.
    const lower = declaration.lower as (g: Graph, ...rest: readonly unknown[]) => unknown
    const result = lower(graph, params, inputs, shapes) as Value | readonly Value[]
    const outputs = (isList(result) ? result : [result]).map(tensorOf)
    checkShapes(outputs, outputShapes)
    return outputs
  })
}

type Sound = { readonly [K in 'declaration' | 'params' | 'outputShapes']: NonNullable<Layer[K]> }

/** What `body` records for a layer, in its scope; an error says which layer. */
function lowered<T>(pass: Pass, layer: Layer, body: (sound: Sound, graph: Graph) => T): T {
  const { declaration, params, outputShapes } = layer
  if (!declaration || !params || !outputShapes) throw unfinished(layer)
  const graph = createLayerGraph(pass, layer)
  try {
    return pass.g.within(layer.id, () => body({ declaration, params, outputShapes }, graph))
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
