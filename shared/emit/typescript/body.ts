// The statements of one function body: a block's, or the whole network's.
import { parseExpression } from '../../document/expressions.ts'
import type { DocumentEdge, DocumentNode } from '../../document/types.ts'
import type { Definition, Layer } from '../../graph/network.ts'
import { outputCount } from '../../graph/outputs.ts'
import { edgesByPort } from '../../graph/wiring.ts'
import { findLayer } from '../../layers/index.ts'
import type { Call, Code } from '../call.ts'
import { type End, NotFoldable } from '../frame.ts'
import { definitionIn, type NamedBody, nodesInOrder } from '../scopes.ts'
import { callsOf, namedCall } from './calls.ts'
import { type Names, printCondition } from './expressions.ts'
import { Identifiers } from './identifiers.ts'
import {
  bindLayer,
  constantsOf,
  ownOf,
  propertiesOf,
  refuseDifference,
  type Shared,
  spaceOf,
  stageName,
  tensors,
} from './layer-calls.ts'
import { layerName } from './layer-name.ts'
import { braces } from './layout.ts'
import { writeUse } from './use.ts'
import { printString, printTemplate } from './values.ts'
import type { Writing } from './writing.ts'

export class Body implements Names {
  readonly writing: Writing
  readonly body: NamedBody
  readonly names: Identifiers
  /** What to write for the value of a node's output, by node id or `id/handle`. */
  readonly #values = new Map<string, string>()
  readonly #parameters = new Map<string, string>([['index', 'index']])
  readonly #inputs = new Map<string, string>()
  readonly #shared = new Map<string, Shared>()

  constructor(writing: Writing, body: NamedBody, parameters: readonly string[]) {
    this.writing = writing
    this.body = body
    this.names = new Identifiers(writing.functionNames)
    for (const name of parameters)
      if (name !== 'index') this.#parameters.set(name, this.names.unique(name))
  }

  identifier(name: string): string {
    const identifier = this.#parameters.get(name)
    if (identifier === undefined) throw new NotFoldable(`nothing is known of ${name}`)
    return identifier
  }

  typeOf(name: string): string {
    return this.writing.types.ofName(this.body.name, name)
  }

  /** A new identifier for a node or one port of it. */
  bind(id: string, port?: string): string {
    const identifier = this.names.unique(port === undefined ? id : `${id}_${port}`)
    this.setValue(id, port, identifier)
    return identifier
  }

  setValue(id: string, port: string | undefined, text: string): void {
    this.#values.set(port === undefined ? id : `${id}/${port}`, text)
  }

  /** What is written for the value that leaves a node. */
  value({ source, sourceHandle }: End): string {
    const port =
      sourceHandle === undefined ? undefined : this.#values.get(`${source}/${sourceHandle}`)
    const found = port ?? this.#values.get(source)
    if (found === undefined) throw new NotFoldable(`nothing is known of ${source}`)
    return found
  }

  /** The identifier of an input itself, before any scaling. */
  input(id: string): string {
    const identifier = this.#inputs.get(id)
    if (identifier === undefined) throw new NotFoldable(`no input ${id}`)
    return identifier
  }

  definitionOf(node: DocumentNode): Definition {
    return definitionIn(this.body, node)
  }

  condition(text: string): string {
    return printCondition(parseExpression(text), this)
  }

  /** The path id of a node of this body, as a string or a template. */
  path(id: string, ...more: readonly (string | Code)[]): string {
    const isWhole = this.body.name === null
    const parts = isWhole ? [layerName(id), ...more] : [{ code: 'name' }, `/${id}`, ...more]
    return parts.every(part => typeof part === 'string')
      ? printString(parts.join(''))
      : printTemplate(parts)
  }

  write(): void {
    for (const [node, edges] of nodesInOrder(this.body)) this.#node(node, edges)
  }

  #node(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    if (node.type === 'blockInput') return
    if (node.type === 'blockOutput') {
      const [edge] = edges
      if (edge) this.setValue(node.id, undefined, this.value(edge))
    } else if (node.type === 'block') writeUse(this, node, edges)
    else if (node.type === 'input') this.#input(node)
    else this.#layer(node, edges)
  }

  #input(node: DocumentNode): void {
    const definition = this.definitionOf(node)
    const layer = this.writing.instanceOf(definition)
    if (this.body.name !== null || !layer || node.when !== undefined)
      throw new NotFoldable('an input that is not always there')
    const [call] = callsOf(node, layer, this)
    const identifier = this.bind(node.id)
    this.#inputs.set(node.id, identifier)
    const properties = [`name: ${this.path(node.id)}`, ...propertiesOf(call)]
    const { lines, own } = this.writing
    const scaling = this.writing.scalingOf(node.id)
    lines.of(definition, () => {
      lines.add(braces(`const ${identifier} = tf.input(`, properties, ')', lines.room))
      if (!scaling) return
      own.add('standardize')
      const scaled = this.names.unique(`${identifier}Standardized`)
      const text = braces(
        `const ${scaled} = own.standardize(`,
        constantsOf(scaling),
        `).apply(${identifier}) as Tensor`,
        lines.room,
      )
      lines.add(text)
      this.setValue(node.id, undefined, scaled)
    })
  }

  #layer(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    const definition = this.definitionOf(node)
    const layer = this.writing.instanceOf(definition)
    if (layer && !layer.reached) return
    const inputs = edgesByPort(node.type, edges).flatMap(edge => (edge ? this.value(edge) : []))
    const [first] = inputs
    if (!layer) {
      // A condition that is never true: the first input passes through.
      if (node.when === undefined || first === undefined)
        throw new NotFoldable(`${node.id} has no instance`)
      this.setValue(node.id, undefined, first)
      return
    }
    const input = findLayer(node.type)?.inputs === 'one' ? (first ?? '') : `[${inputs.join(', ')}]`
    const calls = callsOf(node, layer, this)
    const { lines } = this.writing
    const count = outputCount(layer)
    if (count > 1 && node.when !== undefined) throw new NotFoldable('several outputs or none')
    lines.of(definition, () => {
      if (node.when === undefined) {
        const shared = this.#share(node, layer, calls)
        const bound = () => `const ${bindLayer(this, node.id, count)} = `
        this.#chain(node, calls, input, bound, { shared, count })
        return
      }
      if (node.sharedWeights !== undefined) throw new NotFoldable('shared where a condition holds')
      const target = this.bind(node.id)
      lines.add(`let ${target} = ${first}`)
      lines.add(`if (${this.condition(node.when)}) {`)
      lines.indented(() => this.#chain(node, calls, input, () => `${target} = `))
      lines.add('}')
    })
  }

  /** The calls one after another; the last goes where `target` says. */
  #chain(
    node: DocumentNode,
    calls: readonly Call[],
    input: string,
    target: () => string,
    { shared, count = 1 }: { shared?: string | undefined; count?: number } = {},
  ): void {
    const { lines } = this.writing
    const named = namedCall(calls)
    let source = input
    for (const [index, call] of calls.entries()) {
      const isLast = index === calls.length - 1
      const stage = isLast ? '' : this.names.unique(`${node.id}${stageName(call)}`)
      const before = isLast ? target() : `const ${stage} = `
      const after = `.apply(${source}) as ${tensors(isLast ? count : 1)}`
      const text =
        index === named && shared !== undefined
          ? `${before}${shared}${after}`
          : this.construct(call, index === named ? node : null, before, after)
      lines.add(text)
      source = stage
    }
  }

  /** `before tf.layers.conv2d({ name: 'conv', … })after` */
  construct(call: Call, node: DocumentNode | null, before: string, after: string): string {
    for (const name of ownOf(call)) this.writing.own.add(name)
    const properties = [
      ...(node === null ? [] : [`name: ${this.path(node.id)}`]),
      ...propertiesOf(call),
    ]
    const head = `${before}${spaceOf(call)}.${call.name}(`
    return braces(head, properties, `)${after}`, this.writing.lines.room)
  }

  /** The identifier of the layer that this node shares with others; the first of them makes it. */
  #share(node: DocumentNode, layer: Layer, calls: readonly Call[]): string | undefined {
    const call = calls[namedCall(calls)]
    if (node.sharedWeights === undefined || !call) return undefined
    if (node.sharedWeights.startsWith('/') && this.body.name !== null)
      throw new NotFoldable('weights shared across blocks')
    const key = node.sharedWeights.replace(/^\//, '')
    const known = this.#shared.get(key)
    if (known) {
      refuseDifference(known, node, call)
      return known.identifier
    }
    if (layer.weightsOf !== layer.id) throw new NotFoldable('weights of a later node')
    const identifier = this.names.unique(`${key}Layer`)
    this.#shared.set(key, { identifier, call, owner: node.id })
    this.writing.lines.add(this.construct(call, node, `const ${identifier} = `, ''))
    return identifier
  }
}
