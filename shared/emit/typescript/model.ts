// model.ts of an exported project: the drawing as tfjs code. Blocks are functions, repeats are loops.
import { expand } from '../../document/expand.ts'
import { ExpressionError } from '../../document/expression-tree.ts'
import type { DocumentNode, NetworkDocument } from '../../document/types.ts'
import { analyse } from '../../graph/analyse.ts'
import { formatCount } from '../../graph/format.ts'
import { errorsOf, type FlatNode, type Layer, type Network } from '../../graph/network.ts'
import { outputPorts } from '../../graph/outputs.ts'
import { Body } from './body.ts'
import { callsOf } from './calls.ts'
import { EmitError } from './emit-error.ts'
import { outputEnds } from './ends.ts'
import type { Names } from './expressions.ts'
import { Identifiers } from './identifiers.ts'
import { braces, type Line, Lines } from './lines.ts'
import { ParameterTypes } from './parameter-types.ts'
import { type NamedBody, Scopes } from './scopes.ts'
import { chainOf, writeSequential } from './sequential.ts'
import { signatureOf } from './signature.ts'
import { printProperty, printString } from './values.ts'
import { type Constants, NotFoldable, type Writing } from './writing.ts'

export { EmitError } from './emit-error.ts'

/** Constants of a run: (raw − mean) ÷ deviation per channel, by input id. */
export type Scaling = Readonly<Record<string, Constants>>

export interface ModelText {
  readonly lines: readonly Line[]
  /** Classes that tfjs lacks and the code takes from `./layers`. */
  readonly own: readonly string[]
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

export interface ModelOptions {
  readonly scaling?: Scaling
}

/** The text of `model.ts`. Throws `EmitError` while the drawing has errors. */
export function emitModel(document: NetworkDocument, options: ModelOptions = {}): ModelText {
  const network = analyse(document)
  const [error] = errorsOf(network)
  if (error) throw new EmitError(`${error.node === null ? '' : `${error.node}: `}${error.message}`)
  if (network.outputs.length === 0)
    throw new EmitError('The network has no output. Connect a layer.')
  try {
    return write(document, network, options)
  } catch (thrown) {
    // An expression in a part that is never unfolded may be wrong unseen.
    if (!(thrown instanceof NotFoldable || thrown instanceof ExpressionError)) throw thrown
    return write(unfolded(document), network, options)
  }
}

/** The same network with every layer written out. */
function unfolded(document: NetworkDocument): NetworkDocument {
  const { nodes, edges } = expand(document)
  const { blocks: _, parameters: __, ...rest } = document
  return { ...rest, nodes: nodes.map(plainNode), edges }
}

function plainNode({ definition: _, ...node }: FlatNode): DocumentNode {
  return node
}

function write(document: NetworkDocument, network: Network, { scaling = {} }: ModelOptions) {
  const scopes = new Scopes(document)
  refuseUnlikeUses(scopes, network)
  const functions = functionNames(scopes, network)
  const lines = new Lines()
  const writing: Writing = {
    scopes,
    types: new ParameterTypes(scopes),
    lines,
    own: new Set(),
    instanceOf: instancesOf(scopes, network),
    functionOf: block => functions.get(block),
    functionNames: [...functions.values()],
    scalingOf: input => (Object.hasOwn(scaling, input) ? scaling[input] : undefined),
  }
  for (const body of scopes.bodies)
    if (body.name === null) writeNetwork(writing, network)
    else if (functions.has(body.name)) writeBlock(writing, body, body.name)
  const usesTensor = lines.lines.some(line => /\bTensor\b/.test(line.text))
  const text: ModelText = {
    lines: [...headOf(usesTensor, writing.own.size > 0), ...lines.lines],
    own: [...writing.own],
    inputs: network.inputs,
    outputs: outputPorts(network).map(port => port.id),
  }
  return text
}

function headOf(usesTensor: boolean, usesOwn: boolean): readonly Line[] {
  const head = new Lines()
  head.add("import * as tf from '@tensorflow/tfjs'")
  if (usesOwn) head.add("import * as own from './layers.js'")
  head.add('')
  if (usesTensor) head.add('type Tensor = tf.SymbolicTensor\n')
  return head.lines
}

const rawNames: Names = { identifier: name => name, typeOf: () => 'number' }

/** A function serves all uses of a block only if they give the same calls but for their expressions. */
function refuseUnlikeUses(scopes: Scopes, network: Network): void {
  const nodes = new Map<string, DocumentNode>()
  for (const { name, block } of scopes.bodies)
    for (const node of block.nodes) nodes.set(`${name}/${node.id}`, node)
  const seen = new Map<string, string>()
  for (const layer of network.layers) {
    const { block, id } = layer.definition
    const key = `${block}/${id}`
    const node = block === null ? undefined : nodes.get(key)
    if (!node) continue
    const text = JSON.stringify(callsOf(node, layer, rawNames))
    const before = seen.get(key) ?? text
    if (before !== text) throw new NotFoldable(`uses of ${block} differ in kind`)
    seen.set(key, text)
  }
}

function instancesOf(scopes: Scopes, network: Network): Writing['instanceOf'] {
  const found = new Map<string, Layer>()
  const isUnfolded = scopes.document.blocks === undefined
  const keyOf = (block: string | null, id: string) => (block === null ? id : `${block}/${id}`)
  for (const layer of network.layers) {
    const { block, id } = layer.definition
    const key = isUnfolded ? layer.id : keyOf(block, id)
    if (found.get(key)?.reached !== true) found.set(key, layer)
  }
  return ({ block, id }) => found.get(keyOf(block, id))
}

/** A function for every block that is there at least once; named after it, unless a node is. */
function functionNames(scopes: Scopes, network: Network): ReadonlyMap<string, string> {
  const withLayers = new Set(network.layers.map(layer => layer.definition.block))
  const nodes = new Set(scopes.bodies.flatMap(({ block }) => block.nodes.map(node => node.id)))
  const identifiers = new Identifiers()
  const functions = new Map<string, string>()
  for (const { name, block } of scopes.bodies) {
    if (name === null) continue
    if (!withLayers.has(name) && !block.nodes.some(node => functions.has(node.block ?? '')))
      continue
    functions.set(name, identifiers.unique(nodes.has(name) ? `${name}Block` : name))
  }
  return functions
}

function writeBlock(writing: Writing, named: NamedBody, name: string): void {
  const { lines, scopes } = writing
  const free = scopes.freeNames(name)
  const parameters = Object.keys(named.block.parameters ?? {})
  const body = new Body(writing, named, [...free, ...parameters])
  const outputs = named.block.nodes.filter(node => node.type === 'blockOutput')
  const inputs = named.block.nodes
    .filter(node => node.type === 'blockInput')
    .map(port => `${body.bind(port.id)}: Tensor`)
  const type = outputs.length === 1 ? 'Tensor' : `[${outputs.map(() => 'Tensor').join(', ')}]`
  const given = signatureOf(body, free, '', '')
  lines.add(`function ${writing.functionOf(name)}(`)
  lines.indented(() => {
    for (const parameter of [...inputs, 'name: string', ...(given === null ? [] : [given])])
      lines.add(`${parameter},`)
  })
  lines.add(`): ${type} {`)
  lines.indented(() => {
    body.write()
    const values = outputs.map(port => body.value({ source: port.id }))
    lines.add(`return ${values.length === 1 ? values[0] : `[${values.join(', ')}]`}`)
  })
  lines.add('}\n')
}

function writeNetwork(writing: Writing, network: Network): void {
  const { lines, scopes } = writing
  const { document } = scopes
  const body = new Body(writing, { name: null, block: document }, [
    ...Object.keys(document.parameters ?? {}),
  ])
  const { parameters, macs } = network.totals
  lines.add(`/** ${formatCount(parameters)} parameters, ${formatCount(macs)} MACs. */`)
  const head = 'export function createModel('
  const tail = '): tf.LayersModel {'
  lines.add(signatureOf(body, [], head, tail) ?? `${head}${tail}`)
  lines.indented(() => {
    const chain = chainOf(document, network)
    if (chain) writeSequential(body, chain, modelName(document))
    else writeGraph(body, network)
  })
  lines.add('}')
}

function writeGraph(body: Body, network: Network): void {
  body.write()
  const { lines, scopes } = body.writing
  const ends = outputEnds(scopes, network)
  const outputs = outputPorts(network).map(({ id }) => {
    const end = ends.get(id)
    if (!end) throw new NotFoldable('an output inside a block')
    return body.value(end)
  })
  const listed = (values: readonly string[]) => ({
    code: values.length === 1 ? (values[0] ?? '') : `[${values.join(', ')}]`,
  })
  const properties = [
    `name: ${modelName(scopes.document)}`,
    printProperty('inputs', listed(network.inputs.map(id => body.input(id)))),
    printProperty('outputs', listed(outputs)),
  ]
  lines.add(braces('return tf.model(', properties, ')', lines.room))
}

/** tfjs uses it in the names of files, so only letters that are safe there. */
function modelName({ name }: NetworkDocument): string {
  const plain = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  return printString(plain === '' ? 'network' : plain)
}
