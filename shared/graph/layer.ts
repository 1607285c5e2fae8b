// One layer of the analysis: everything that follows from its declaration, parameters and inputs.
import type { AnyLayer, Shape } from '../layers/define.ts'
import { allLayers, findLayer } from '../layers/index.ts'
import { type Facts, factsOf } from './facts.ts'
import { nearest } from './nearest.ts'
import type {
  FlatEdge,
  FlatNode,
  Layer,
  PlainNode,
  Problem,
  ResolvedParams,
  Source,
} from './network.ts'
import { ofPortFault, ofRemark, problem } from './problems.ts'
import { type Field, fieldOf, inputField } from './receptive-field.ts'
import { resolveParams } from './resolve.ts'
import { readPorts } from './wiring.ts'

export interface Analysed {
  readonly layer: Layer
  readonly field: Field | null
  readonly problems: readonly Problem[]
}

type Known = ReadonlyMap<string, Analysed>

/** The last answer for a node and what it was made of: after an edit most of a network is as it was. */
export interface Memory {
  readonly edges: readonly FlatEdge[]
  readonly sources: readonly (Analysed | undefined)[]
  readonly answer: Analysed
}

/** Analyses a node whose sources are already known. */
export function analyseLayer(plain: PlainNode, edges: readonly FlatEdge[], known: Known): Analysed {
  const { node, memory } = plain
  if (memory && isAsBefore(memory, edges, known)) return memory.answer
  const answer = makeLayer(node, edges, known)
  plain.memory = { edges, sources: edges.map(edge => known.get(edge.source)), answer }
  return answer
}

function isAsBefore({ edges: before, sources }: Memory, edges: readonly FlatEdge[], known: Known) {
  if (edges.length !== before.length) return false
  for (let at = 0; at < edges.length; at++) {
    const [edge, old] = [edges[at], before[at]]
    if (!edge || !old || known.get(edge.source) !== sources[at]) return false
    if (edge === old) continue
    if (edge.source !== old.source || edge.sourceHandle !== old.sourceHandle) return false
    if (edge.targetHandle !== old.targetHandle) return false
  }
  return true
}

function makeLayer(node: FlatNode, edges: readonly FlatEdge[], known: Known): Analysed {
  const problems: Problem[] = []
  const ports = readPorts(node.type, edges)
  for (const fault of ports.faults) problems.push(ofPortFault(node, fault))
  const declaration = findLayer(node.type) ?? null
  // What stands for a block that cannot be unfolded has its problem from the expansion.
  if (!declaration && node.type !== 'block') problems.push(unknownType(node))
  const params = declaration && checkedParams(declaration, node, problems)
  const sources = ports.sources.map(source => read(source, known))
  const starts = declaration?.inputs === 'none'
  const reached = starts || sources.some(source => source.analysed?.layer.reached)
  if (!reached) problems.push(unreached(node, sources.length))
  const inputs = sources.filter(hasShape)
  const ready = declaration && params && inputs.length === sources.length
  const complete = ports.faults.length === 0 && (sources.length > 0 || starts)
  if (reached && inputs.length < sources.length)
    problems.push(...halfReached(node, sources), ...withoutOutput(node, sources))
  const inputShapes = inputs.map(input => input.shape)
  const facts =
    ready && complete ? settle(node, declaration, params, inputs, inputShapes, problems) : nothing
  const field = fieldAfter(facts, inputs)
  const layer: Layer = {
    id: node.id,
    type: node.type,
    name: node.name ?? node.definition.id,
    definition: node.definition,
    declaration,
    params,
    inputs: ports.sources,
    inputShapes,
    weightsOf: node.id,
    reached,
    outputShapes: facts.outputs,
    facts,
    weights: facts.weights,
    parameterCount: facts.parameterCount,
    trainableCount: facts.trainableCount,
    macs: facts.macs,
    receptiveField: field?.size ?? null,
    strideProduct: field?.stride ?? null,
    fieldCentre: field?.centre ?? null,
    activationBytes: declaration?.view ? 0 : 4 * facts.numbers,
  }
  return { layer, field, problems }
}

interface SourceReading {
  readonly source: Source
  readonly analysed: Analysed | undefined
  readonly shape: Shape | undefined
}

interface Input extends SourceReading {
  readonly analysed: Analysed
  readonly shape: Shape
}

function read(source: Source, known: Known): SourceReading {
  const analysed = known.get(source.layer)
  return { source, analysed, shape: analysed?.layer.outputShapes?.[source.output] }
}

function hasShape(reading: SourceReading): reading is Input {
  return reading.shape !== undefined
}

const nothing: Facts = {
  outputs: null,
  weights: {},
  parameterCount: 0,
  trainableCount: 0,
  macs: 0,
  numbers: 0,
  reach: null,
  remarks: [],
  error: null,
}

/** The facts of a layer, with what they say to the person. */
function settle(
  node: FlatNode,
  declaration: AnyLayer,
  params: ResolvedParams,
  inputs: readonly Input[],
  shapes: readonly Shape[],
  problems: Problem[],
): Facts {
  const facts = factsOf(declaration, params, shapes)
  for (const remark of facts.remarks) problems.push(ofRemark(node, remark))
  const { error } = facts
  if (error) {
    const source = inputs[0]?.analysed.layer
    problems.push(problem('error', error.code, node, error.message, { mends: error.mends, source }))
  }
  return facts
}

function fieldAfter({ outputs, reach }: Facts, inputs: readonly Input[]): Field | null {
  if (!outputs) return null
  const [output = []] = outputs
  const [first] = inputs
  if (!first) return inputField(output)
  const fields = inputs.map(input => input.analysed.field)
  return fieldOf(reach, fields, first.shape.length === output.length)
}

function checkedParams(declaration: AnyLayer, node: FlatNode, problems: Problem[]) {
  const resolution = resolveParams(declaration, node.params)
  for (const { parameter, message, mends } of resolution.faults)
    problems.push(problem('error', 'parameter', node, message, { parameter, mends }))
  for (const remark of resolution.remarks) problems.push(ofRemark(node, remark))
  return resolution.params
}

function unknownType(node: FlatNode): Problem {
  const similar = nearest(
    node.type,
    allLayers.map(layer => layer.type),
  )
  const advice = similar ? `The nearest is ${similar}.` : 'Choose a layer from the palette.'
  return problem(
    'error',
    'unknown-type',
    node,
    `There is no layer type ${node.type} here. ${advice}`,
  )
}

function unreached(node: FlatNode, sources: number): Problem {
  const message =
    sources === 0
      ? `Nothing is connected to ${node.name ?? node.definition.id}, so it takes no part. Draw a wire to it.`
      : `No input of the network reaches ${node.name ?? node.definition.id}, so it takes no part.`
  return problem('warning', 'unreached', node, message)
}

/** A merge that reads the network and something no input reaches can never run. */
function halfReached(node: FlatNode, sources: readonly SourceReading[]): Problem[] {
  return sources.flatMap(({ source, analysed }) => {
    if (!analysed || analysed.layer.reached) return []
    return problem(
      'error',
      'input-unreached',
      node,
      `The input from ${source.layer} never arrives: no input of the network reaches ${source.layer}.`,
      { edge: { source: source.layer, target: node.id } },
    )
  })
}

/** A wire from an output that the layer no longer has: it was cut into fewer parts since. */
function withoutOutput(node: FlatNode, sources: readonly SourceReading[]): Problem[] {
  return sources.flatMap(({ source, analysed }) => {
    const made = analysed?.layer.outputShapes
    if (!made || source.output < made.length) return []
    const count = made.length === 1 ? '1 output' : `${made.length} outputs, 0 to ${made.length - 1}`
    return problem(
      'error',
      'output-missing',
      node,
      `The wire from ${source.layer} begins at its output ${source.output}, and it has ${count}. Draw the wire from one of them.`,
      { edge: { source: source.layer, target: node.id } },
    )
  })
}
