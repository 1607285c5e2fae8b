// One layer of the analysis: everything that follows from its declaration, parameters and inputs.
import { type AnyLayer, LayerError, type Shape, type Weight } from '../layers/define.ts'
import { allLayers, findLayer } from '../layers/index.ts'
import { nearest } from './nearest.ts'
import type { FlatEdge, FlatNode, Layer, Problem, ResolvedParams, Source } from './network.ts'
import { ofPortFault, ofRemark, problem } from './problems.ts'
import { type Field, fieldOf } from './receptive-field.ts'
import { resolveParams } from './resolve.ts'
import { readPorts } from './wiring.ts'

export interface Analysed {
  readonly layer: Layer
  readonly field: Field | null
  readonly problems: readonly Problem[]
}

/** Analyses a node whose sources are already known. */
export function analyseLayer(
  node: FlatNode,
  edges: readonly FlatEdge[],
  known: ReadonlyMap<string, Analysed>,
): Analysed {
  const problems: Problem[] = []
  const ports = readPorts(node.type, edges)
  for (const fault of ports.faults) problems.push(ofPortFault(node, fault))
  const declaration = findLayer(node.type) ?? null
  // What stands for a block that cannot be unfolded has its problem from the expansion.
  if (!declaration && node.type !== 'block') problems.push(unknownType(node))
  const params = declaration && checkedParams(declaration, node, problems)
  const sources = ports.sources.map(source => read(source, known))
  const reached =
    declaration?.inputs === 'none' || sources.some(source => source.analysed?.layer.reached)
  if (!reached) problems.push(unreached(node, sources.length))
  const inputs = sources.filter(hasShape)
  const ready = declaration && params && inputs.length === sources.length
  const complete =
    ports.faults.length === 0 && (sources.length > 0 || declaration?.inputs === 'none')
  if (reached && inputs.length < sources.length) problems.push(...halfReached(node, sources))
  const result = ready && complete ? compute(node, declaration, params, inputs, problems) : nothing
  const layer: Layer = {
    id: node.id,
    type: node.type,
    name: node.name ?? node.definition.id,
    definition: node.definition,
    declaration,
    params,
    inputs: ports.sources,
    inputShapes: inputs.map(input => input.shape),
    weightsOf: node.id,
    reached,
    ...costs(declaration, result),
  }
  return { layer, field: result.field, problems }
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

function read(source: Source, known: ReadonlyMap<string, Analysed>): SourceReading {
  const analysed = known.get(source.layer)
  return { source, analysed, shape: analysed?.layer.outputShapes?.[source.output] }
}

function hasShape(reading: SourceReading): reading is Input {
  return reading.shape !== undefined
}

interface Result {
  readonly outputs: readonly Shape[] | null
  readonly weights: Readonly<Record<string, Weight>>
  readonly macs: number
  readonly field: Field | null
}

const nothing: Result = { outputs: null, weights: {}, macs: 0, field: null }

function compute(
  node: FlatNode,
  declaration: AnyLayer,
  params: ResolvedParams,
  inputs: readonly Input[],
  problems: Problem[],
): Result {
  const shapes = inputs.map(input => input.shape)
  try {
    const outputs = outputShapes(declaration, params, shapes)
    checkSizes(outputs)
    const weights = declaration.weights?.(params, perPort(shapes)) ?? {}
    checkSizes(Object.values(weights).map(weight => weight.shape))
    const [output = []] = outputs
    const macs = declaration.macs?.(params, perPort(shapes), output) ?? 0
    const fields = inputs.map(input => ({ shape: input.shape, field: input.analysed.field }))
    for (const remark of declaration.remarks?.(params, perPort(shapes)) ?? [])
      problems.push(ofRemark(node, remark))
    return { outputs, weights, macs, field: fieldOf(declaration, params, fields, output) }
  } catch (error) {
    if (!(error instanceof LayerError)) throw error
    const source = inputs[0]?.analysed.layer
    problems.push(problem('error', error.code, node, error.message, { mends: error.mends, source }))
    return { ...nothing, weights: weightsWithoutShape(declaration, params, shapes) }
  }
}

/** The weights do not need the output's size, so a window that does not fit still has its count. */
function weightsWithoutShape(
  declaration: AnyLayer,
  params: ResolvedParams,
  shapes: readonly Shape[],
): Result['weights'] {
  try {
    const weights = declaration.weights?.(params, perPort(shapes)) ?? {}
    const whole = Object.values(weights).every(weight => weight.shape.every(Number.isInteger))
    return whole ? weights : {}
  } catch (error) {
    if (error instanceof LayerError) return {}
    throw error
  }
}

/** The ports were checked by `readPorts`, so the tuple has as many shapes as the layer has inputs. */
function perPort(shapes: readonly Shape[]): readonly [Shape, ...Shape[]] {
  return shapes as readonly [Shape, ...Shape[]]
}

function outputShapes(
  declaration: AnyLayer,
  params: ResolvedParams,
  shapes: readonly Shape[],
): readonly Shape[] {
  const made = declaration.shape(params, perPort(shapes))
  return isList(made) ? made : [made]
}

function isList(shape: Shape | readonly Shape[]): shape is readonly Shape[] {
  return Array.isArray(shape[0])
}

const largestTensor = 2 ** 31 - 1

/** TensorFlow's kernels index with 32 bits: nothing larger may reach them (RELIABILITY T13). */
function checkSizes(shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    const total = elements(shape)
    if (total <= largestTensor) continue
    throw new LayerError(
      'too-large',
      `A tensor of ${shape.join('×')} holds ${total.toLocaleString('en-US')} numbers; at most ${largestTensor.toLocaleString('en-US')} fit. Use smaller sizes.`,
    )
  }
}

function elements(shape: Shape): number {
  return shape.reduce((total, size) => total * size, 1)
}

function costs(declaration: AnyLayer | null, result: Result) {
  let parameterCount = 0
  let trainableCount = 0
  for (const weight of Object.values(result.weights)) {
    const count = elements(weight.shape)
    parameterCount += count
    if (weight.trainable !== false) trainableCount += count
  }
  const numbers = (result.outputs ?? []).reduce((sum, shape) => sum + elements(shape), 0)
  return {
    outputShapes: result.outputs,
    weights: result.weights,
    parameterCount,
    trainableCount,
    macs: result.macs,
    receptiveField: result.field?.size ?? null,
    strideProduct: result.field?.stride ?? null,
    activationBytes: declaration?.view ? 0 : 4 * numbers,
  }
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
