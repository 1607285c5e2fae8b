// One class: the modules that it makes, and how a value runs through them.
import { ExpressionError } from '../../document/expression-tree.ts'
import { holdsExpression, parseExpression } from '../../document/expressions.ts'
import { computeValue } from '../../document/frame.ts'
import type { DocumentEdge, DocumentNode, Json } from '../../document/types.ts'
import type { Definition, Layer } from '../../graph/network.ts'
import { outputCount } from '../../graph/outputs.ts'
import { edgesByPort } from '../../graph/wiring.ts'
import type { ParameterKind } from '../../layers/parameters.ts'
import type { Argument } from '../call.ts'
import { type End, NotFoldable } from '../frame.ts'
import { argumentOf } from '../keras/calls.ts'
import { Lines } from '../lines.ts'
import { type Names, printCondition } from '../python/expressions.ts'
import { Identifiers } from '../python/names.ts'
import { printArgument } from '../python/values.ts'
import { definitionIn, type NamedBody, nodesInOrder } from '../scopes.ts'
import type { Layout } from '../torch-call.ts'
import type { Instance } from './instances.ts'
import { LayerWriter } from './layer-writer.ts'
import { Sizes, type Vector } from './sizes.ts'
import { writeUse } from './use.ts'
import { turned, usualLayout, type Writing } from './writing.ts'

export interface Value {
  /** A name in `forward`. */
  readonly text: string
  readonly layout: Layout
  /** True for numbers in a row that were written with the channels first. */
  readonly flat?: boolean
}

/** What modules have of their own. */
const taken =
  'forward train eval parameters children modules type double float half cpu cuda to apply training buffers compile share_memory state_dict add_module zero_grad'.split(
    ' ',
  )
const known = ['F', 'torch', 'nn', 'Tensor', 'weight_norm', 'np', 'index']

export class Body implements Names {
  readonly writing: Writing
  readonly body: NamedBody
  readonly instances: readonly Instance[]
  readonly init = new Lines('    ', 88)
  readonly forward = new Lines('    ', 88)
  readonly attributes = new Identifiers(taken)
  readonly locals: Identifiers
  readonly sizes: Sizes
  /** The parameters that the code reads. */
  readonly takes = new Set<string>()
  readonly #parameters: Map<string, string>
  readonly #values = new Map<string, Value>()
  /** Names whose value something further down reads again. */
  readonly #held = new Set<string>()
  readonly #codes = new Map<string, string>()
  readonly #sizeNames = new Map<string, string>()
  readonly #layers = new LayerWriter(this)

  constructor(writing: Writing, body: NamedBody) {
    this.writing = writing
    this.body = body
    this.instances = writing.instances.of(body.name)
    this.#parameters = new Map(writing.parametersOf(body.name))
    const names = [...known, ...this.#parameters.values(), ...writing.classNames.values()]
    this.locals = new Identifiers(known)
    this.sizes = new Sizes(new Identifiers(names))
  }

  /** In the network itself a parameter is written as its number: sizes that follow from it are numbers too. */
  identifier(name: string): string {
    const identifier = this.#parameters.get(name)
    if (identifier === undefined) throw new NotFoldable(`nothing is known of ${name}`)
    if (this.body.name === null && name !== 'index')
      return printArgument(this.#constant(`=${name}`) as Argument)
    this.takes.add(name)
    return identifier
  }

  /** A value of the document as the file writes it. */
  argument(value: Json, kind?: ParameterKind): Argument {
    if (this.body.name !== null || !holdsExpression(value)) return argumentOf(value, this, kind)
    try {
      return this.#constant(value) as Argument
    } catch (thrown) {
      if (!(thrown instanceof ExpressionError)) throw thrown
      return argumentOf(value, this, kind)
    }
  }

  #constant(value: Json): Json {
    const { parameters = {} } = this.writing.scopes.document
    const scope = (name: string): Json | undefined => {
      const written = Object.hasOwn(parameters, name) ? parameters[name] : undefined
      return written === undefined ? undefined : this.#constant(written)
    }
    return computeValue(value, scope)
  }

  mayBeFraction(name: string): boolean {
    return this.writing.fractions.of(this.body.name, name)
  }

  /** Writes what is inside of a loop, where `index` is the loop's own counter. */
  counting<T>(write: () => T): T {
    const around = this.#parameters.get('index')
    const took = this.takes.has('index')
    this.#parameters.set('index', 'index')
    const result = write()
    if (around === undefined) this.#parameters.delete('index')
    else this.#parameters.set('index', around)
    if (!took) this.takes.delete('index')
    return result
  }

  condition(text: string): string {
    return printCondition(parseExpression(text), this)
  }

  /** An expression of the document as whole numbers want it; undefined where it needs what is not known. */
  expression(text: string): string | undefined {
    if (this.body.name === null) return undefined
    const value = argumentOf(text, this, 'int')
    return typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined
  }

  value({ source, sourceHandle }: End): Value {
    const port =
      sourceHandle === undefined ? undefined : this.#values.get(`${source}/${sourceHandle}`)
    const found = port ?? this.#values.get(source)
    if (found === undefined) throw new NotFoldable(`nothing is known of ${source}`)
    return found
  }

  setValue(id: string, port: string | undefined, value: Value): void {
    this.#values.set(port === undefined ? id : `${id}/${port}`, value)
  }

  /** The node's value is that of an end before it. */
  pass(id: string, port: string | undefined, end: End): void {
    const value = this.value(end)
    if (this.readers(end) > 1) this.#held.add(value.text)
    this.setValue(id, port, value)
    const [code, name] = [this.channelCode(end), this.sizeName(end)]
    const key = port === undefined ? id : `${id}/${port}`
    if (code !== undefined) this.#codes.set(key, code)
    if (name !== undefined) this.#sizeNames.set(key, name)
  }

  readers({ source, sourceHandle }: End): number {
    return this.body.block.edges.filter(
      edge => edge.source === source && edge.sourceHandle === sourceHandle,
    ).length
  }

  /** Where a result goes: the name of the one value that nothing reads any more, else a new name. */
  target(id: string, from: readonly End[]): string {
    const free = from.find(end => this.readers(end) === 1 && !this.#held.has(this.value(end).text))
    return free ? this.value(free).text : this.locals.unique(id)
  }

  /** The text of a value in another layout. */
  as(end: End, layout: Layout): string {
    const value = this.value(end)
    return value.layout === layout ? value.text : turned(value.text, this.rank(end), layout)
  }

  rank(end: End): number {
    const [rank, ...others] = new Set([...this.shapes(end).values()].map(shape => shape.length))
    if (rank === undefined || others.length > 0) throw new NotFoldable('values of several ranks')
    return rank
  }

  shapes(end: End): ReadonlyMap<string, readonly number[]> {
    return new Map(
      this.instances.map(one => [one.prefix, this.writing.instances.shape(one, end)] as const),
    )
  }

  channels(end: End): Vector {
    return new Map([...this.shapes(end)].map(([prefix, shape]) => [prefix, shape.at(-1) ?? 1]))
  }

  channelCode(end: End): string | undefined {
    return this.#codes.get(this.#key(end))
  }

  /** What the number of its channels is called where only the caller knows it. */
  sizeName(end: End): string | undefined {
    return this.#sizeNames.get(this.#key(end))
  }

  nameSize(end: End, name: string): void {
    this.#sizeNames.set(this.#key(end), name)
  }

  setChannelCode(end: End, code: string): void {
    this.#codes.set(this.#key(end), code)
    this.sizes.know(code, this.channels(end))
  }

  #key({ source, sourceHandle }: End): string {
    const key = `${source}/${sourceHandle}`
    return sourceHandle !== undefined && this.#values.has(key) ? key : source
  }

  definitionOf(node: DocumentNode): Definition {
    return definitionIn(this.body, node)
  }

  write(): void {
    for (const [node, edges] of nodesInOrder(this.body)) this.#node(node, edges)
  }

  #node(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    if (node.type === 'blockInput') return
    if (node.type === 'blockOutput') {
      const [edge] = edges
      if (edge) this.pass(node.id, undefined, edge)
    } else if (node.type === 'block') writeUse(this, node, edges)
    else if (node.type === 'input') this.#input(node)
    else this.#layer(node, edges)
  }

  /** The name of an input or port in `forward`. */
  enter(node: DocumentNode, name: string): void {
    const identifier = this.locals.unique(name)
    const end = { source: node.id }
    this.setValue(node.id, undefined, { text: identifier, layout: 'last' })
    this.setValue(node.id, undefined, { text: identifier, layout: usualLayout(this.rank(end)) })
  }

  #input(node: DocumentNode): void {
    const [root] = this.instances
    if (this.body.name !== null || !root || node.when !== undefined)
      throw new NotFoldable('an input that is not always there')
    if (this.writing.scalingOf(node.id)) this.#layers.standardize(node)
  }

  #layer(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    const layers = new Map<string, Layer>()
    for (const one of this.instances) {
      const layer = this.writing.instances.layer(one, node)
      if (layer?.reached) layers.set(one.prefix, layer)
    }
    const inputs = edgesByPort(node.type, edges).flatMap(edge => (edge ? [edge] : []))
    const [first] = inputs
    const [layer] = layers.values()
    if (layer) {
      if (outputCount(layer) > 1 && node.when !== undefined)
        throw new NotFoldable('several outputs or none')
      this.#layers.write(node, layers, inputs)
      return
    }
    // A condition that is never true: the first input passes through.
    const isThere = this.instances.some(one => this.writing.instances.layer(one, node))
    if (!isThere && node.when !== undefined && first) this.pass(node.id, undefined, first)
  }
}
