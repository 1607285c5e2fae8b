// model.ts of an exported project: the drawing as tfjs code. Blocks are functions, repeats are loops.

import { expand } from '../../document/expand.ts'
import type { Block, DocumentNode, Json, NetworkDocument } from '../../document/types.ts'
import { analyse } from '../../graph/analyse.ts'
import { formatCount } from '../../graph/format.ts'
import type { Definition, FlatNode, Layer, Network } from '../../graph/network.ts'
import { Body, NotFoldable } from './body.ts'
import { argumentOf, callsOf } from './calls.ts'
import { Identifiers } from './identifiers.ts'
import { braces, type Line, Lines } from './lines.ts'
import { freeNames, typeOfParameter } from './scope.ts'
import { chainOf, writeSequential } from './sequential.ts'
import { printArgument, printProperty, printString } from './values.ts'

export type Scaling = Readonly<
  Record<string, { readonly mean: readonly number[]; readonly deviation: readonly number[] }>
>

export interface ModelText {
  readonly lines: readonly Line[]
  /** Classes that tfjs lacks and the code takes from `./layers`. */
  readonly own: readonly string[]
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

export interface ModelOptions {
  /** Constants of a run: (raw − mean) ÷ deviation per channel, by input id. */
  readonly scaling?: Scaling
}

/** Raised for a drawing that is no network yet; the message says what to mend. */
export class EmitError extends Error {
  override readonly name = 'EmitError'
}

/** The text of `model.ts`. Throws `EmitError` while the drawing has errors. */
export function emitModel(document: NetworkDocument, options: ModelOptions = {}): ModelText {
  const network = analyse(document)
  const error = network.problems.find(problem => problem.severity === 'error')
  if (error) throw new EmitError(`${error.node === null ? '' : `${error.node}: `}${error.message}`)
  if (network.outputs.length === 0)
    throw new EmitError('The network has no output. Connect a layer.')
  try {
    if (!isFaithful(document, network)) throw new NotFoldable('a block whose uses differ in kind')
    return write(document, network, options)
  } catch (thrown) {
    if (!(thrown instanceof NotFoldable)) throw thrown
    return write(unfolded(document), network, options)
  }
}

/** True if every use of a block gives the same calls but for their expressions. */
function isFaithful(document: NetworkDocument, network: Network): boolean {
  const nodes = new Map<string, DocumentNode>()
  for (const [name, block] of Object.entries(document.blocks ?? {}))
    for (const node of block.nodes) nodes.set(`${name}/${node.id}`, node)
  const seen = new Map<string, string>()
  return network.layers.every(layer => {
    const { block, id } = layer.definition
    const node = block === null ? undefined : nodes.get(`${block}/${id}`)
    if (!node) return true
    const text = JSON.stringify(callsOf(node, layer, name => name))
    const before = seen.get(`${block}/${id}`)
    seen.set(`${block}/${id}`, text)
    return before === undefined || before === text
  })
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

function write(document: NetworkDocument, network: Network, options: ModelOptions): ModelText {
  const lines = new Lines()
  const own = new Set<string>()
  const instances = instancesOf(document, network)
  const functions = functionNames(document)
  const parts: Parts = { document, network, options, lines, own, instances, functions }
  const names = usedBlocks(document)
  for (const name of names) writeBlock(parts, name)
  writeNetwork(parts)
  const head = new Lines()
  head.add("import * as tf from '@tensorflow/tfjs'")
  if (own.size > 0) head.add("import * as own from './layers.js'")
  head.add('')
  if (lines.lines.some(line => line.text.includes('Tensor')))
    head.add('type Tensor = tf.SymbolicTensor\n')
  return {
    lines: [...head.lines, ...lines.lines],
    own: [...own],
    inputs: network.inputs,
    outputs: network.outputs,
  }
}

interface Parts {
  readonly document: NetworkDocument
  readonly network: Network
  readonly options: ModelOptions
  readonly lines: Lines
  readonly own: Set<string>
  readonly instances: (definition: Definition) => Layer | undefined
  readonly functions: (block: string) => string
}

function instancesOf(document: NetworkDocument, network: Network): Parts['instances'] {
  const first = new Map<string, Layer>()
  const isWhole = document.blocks === undefined
  for (const layer of network.layers) {
    const { block, id } = layer.definition
    const key = block === null ? id : `${block}/${id}`
    if (!first.has(key)) first.set(key, layer)
    if (isWhole) first.set(layer.id, layer)
  }
  return ({ block, id }) => first.get(block === null ? id : `${block}/${id}`)
}

function functionNames(document: NetworkDocument): Parts['functions'] {
  const identifiers = new Identifiers()
  const names = new Map(
    Object.keys(document.blocks ?? {}).map(block => [block, identifiers.unique(block)]),
  )
  return block => names.get(block) ?? block
}

/** Blocks in an order in which each stands before those that use it. */
function usedBlocks(document: NetworkDocument): readonly string[] {
  const found = new Set<string>()
  const visit = (block: Block): void => {
    for (const { type, block: used } of block.nodes) {
      const inner = type === 'block' && used !== undefined ? document.blocks?.[used] : undefined
      if (!inner || used === undefined || found.has(used)) continue
      visit(inner)
      found.add(used)
    }
  }
  visit(document)
  return [...found]
}

function bodyOf(parts: Parts, block: Block, blockName: string | null): Body {
  const parameters = Object.keys(block.parameters ?? {})
  const free = blockName === null ? [] : freeNames(blockName, parts.document)
  const scaling = parts.options.scaling ?? {}
  return new Body(
    {
      document: parts.document,
      block,
      blockName,
      instanceOf: parts.instances,
      functionOf: parts.functions,
      scalingOf: input => {
        const found = scaling[input]
        return found ? [found.mean, found.deviation] : null
      },
    },
    parts.lines,
    [...parameters, ...free.filter(name => !parameters.includes(name))],
  )
}

/** `{ filters = 64, strides }: { filters?: number; strides: number }`, or nothing. */
function signature(
  parts: Parts,
  block: Block,
  body: Body,
  free: readonly string[],
): Signature | null {
  const defaults: readonly (readonly [string, Json | undefined])[] = [
    ...free.map(name => [name, undefined] as const),
    ...Object.entries(block.parameters ?? {}),
  ]
  if (defaults.length === 0) return null
  const fields = defaults.map(([name, value]) => {
    const local = body.rename(name)
    const bound = local === name ? name : `${name}: ${local}`
    if (value === undefined) return bound
    return `${bound} = ${printArgument(argumentOf(value, body.rename))}`
  })
  const types = defaults.map(([name, value]) => {
    const outer = value === undefined ? (parts.document.parameters?.[name] ?? 0) : value
    const type = typeOfParameter(name, outer, block)
    return `${name}${value === undefined ? '' : '?'}: ${type}`
  })
  return { fields, type: `{ ${types.join('; ')} }` }
}

interface Signature {
  readonly fields: readonly string[]
  readonly type: string
}

function createModelHead(given: Signature | null): string {
  if (given === null) return 'export function createModel(): tf.LayersModel {'
  const tail = `: ${given.type} = {}): tf.LayersModel {`
  return braces('export function createModel(', given.fields, tail, 90)
}

function writeBlock(parts: Parts, name: string): void {
  const block = parts.document.blocks?.[name]
  if (!block) return
  const { lines } = parts
  const free = freeNames(name, parts.document)
  const body = bodyOf(parts, block, name)
  const ports = block.nodes.filter(node => node.type === 'blockInput')
  const outputs = block.nodes.filter(node => node.type === 'blockOutput')
  const inputs = ports.map(port => `${body.bind(port.id)}: Tensor`)
  const type = outputs.length === 1 ? 'Tensor' : `[${outputs.map(() => 'Tensor').join(', ')}]`
  const given = signature(parts, block, body, free)
  const parameters = [
    ...inputs,
    'name: string',
    ...(given === null ? [] : [braces('', given.fields, `: ${given.type}`, 78)]),
  ]
  lines.add(`function ${parts.functions(name)}(`)
  lines.indented(() => {
    for (const parameter of parameters) lines.add(`${parameter},`)
  })
  lines.add(`): ${type} {`)
  lines.indented(() => {
    body.write()
    const values = outputs.map(port => body.value({ source: port.id }))
    lines.add(`return ${values.length === 1 ? values[0] : `[${values.join(', ')}]`}`)
  })
  lines.add('}\n')
  for (const call of body.own) parts.own.add(call)
}

function writeNetwork(parts: Parts): void {
  const { document, network, lines } = parts
  const body = bodyOf(parts, document, null)
  const given = signature(parts, document, body, [])
  const { totals } = network
  const facts = `${formatCount(totals.parameters)} parameters, ${formatCount(totals.macs)} MACs`
  lines.add(`/** ${commentText(document.name)}: ${facts}. */`)
  lines.add(createModelHead(given))
  lines.indented(() => {
    const chain = chainOf(document, network)
    if (chain) writeChain(parts, body, chain)
    else writeGraph(parts, body)
  })
  lines.add('}')
  for (const call of body.own) parts.own.add(call)
}

function writeChain(parts: Parts, body: Body, chain: readonly DocumentNode[]): void {
  const { document, lines, options } = parts
  const input = document.nodes.find(node => node.type === 'input')
  const scaling = options.scaling?.[input?.id ?? '']
  const used = writeSequential(
    {
      name: modelName(document),
      chain,
      instanceOf: parts.instances,
      rename: body.rename,
      inputShape: printArgument(argumentOf(input?.params?.shape ?? [], body.rename)),
      head: scaling
        ? `own.standardize({ mean: [${scaling.mean.join(', ')}], deviation: [${scaling.deviation.join(', ')}] })`
        : null,
    },
    lines,
  )
  for (const call of used) parts.own.add(call)
}

function writeGraph(parts: Parts, body: Body): void {
  const { document, network, lines, instances } = parts
  body.write()
  const value = (id: string) => body.value(endOf(document, network, id))
  const list = (ids: readonly string[]) =>
    ids.length === 1 ? value(ids[0] ?? '') : `[${ids.map(value).join(', ')}]`
  const inputs = network.inputs.map(id => instances({ block: null, id })?.id ?? id)
  const properties = [
    ...(modelName(document) === '' ? [] : [`name: ${printString(modelName(document))}`]),
    printProperty('inputs', { code: listOfInputs(body, inputs) }),
    printProperty('outputs', { code: list(network.outputs) }),
  ]
  lines.add(braces('return tf.model(', properties, ')', lines.room))
}

function listOfInputs(body: Body, ids: readonly string[]): string {
  const names = ids.map(id => body.input(id))
  return names.length === 1 ? (names[0] ?? '') : `[${names.join(', ')}]`
}

/** The node of the network's own body, and its port, whose value is an output of the network. */
function endOf(document: NetworkDocument, network: Network, id: string) {
  if (document.nodes.some(node => node.id === id)) return { source: id }
  const layer = network.byId.get(id)
  const [use = ''] = id.split('/')
  const node = document.nodes.find(candidate => candidate.id === use)
  const block = document.blocks?.[node?.block ?? '']
  const edge = block?.edges.find(
    candidate =>
      candidate.source === layer?.definition.id &&
      block.nodes.some(port => port.id === candidate.target && port.type === 'blockOutput'),
  )
  if (!edge) throw new NotFoldable('an output inside a block')
  return { source: use, sourceHandle: edge.target }
}

function modelName(document: NetworkDocument): string {
  return document.name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
}

/** A name as it may stand in a comment: nothing that could end it. */
function commentText(name: string): string {
  return name.replace(/[^\p{L}\p{N} .,()+×_-]+/gu, ' ').trim() || 'Network'
}
