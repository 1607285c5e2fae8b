// The statements of one Python function: a block's, or the whole network's.
import { parseExpression } from '../../document/expressions.ts'
import type { DocumentEdge, DocumentNode } from '../../document/types.ts'
import type { Definition, Layer } from '../../graph/network.ts'
import { outputCount } from '../../graph/outputs.ts'
import { edgesByPort } from '../../graph/wiring.ts'
import { findLayer } from '../../layers/index.ts'
import type { Call, Code } from '../call.ts'
import { type End, NotFoldable } from '../frame.ts'
import { type Names, printCondition } from '../python/expressions.ts'
import { parens } from '../python/layout.ts'
import { Identifiers } from '../python/names.ts'
import { printArgument, printString, printTemplate } from '../python/values.ts'
import { definitionIn, type NamedBody, nodesInOrder } from '../scopes.ts'
import { callsOf, keyOf, namedCall, wordsOf } from './calls.ts'
import { refuseDifference, type Shared } from './shared.ts'
import { writeUse } from './use.ts'
import type { Writing } from './writing.ts'

export class Body implements Names {
  readonly writing: Writing
  readonly body: NamedBody
  readonly names: Identifiers
  /** What to write for the value of a node's output, by node id or `id/handle`. */
  readonly #values = new Map<string, string>()
  readonly #parameters: Map<string, string>
  readonly #inputs = new Map<string, string>()
  readonly #shared = new Map<string, Shared>()

  constructor(writing: Writing, body: NamedBody) {
    this.writing = writing
    this.body = body
    this.#parameters = new Map(writing.parametersOf(body.name))
    const taken = body.name === null ? [] : ['name']
    this.names = new Identifiers([
      ...writing.functionNames,
      ...writing.own,
      ...taken,
      ...this.#parameters.values(),
    ])
  }

  identifier(name: string): string {
    const identifier = this.#parameters.get(name)
    if (identifier === undefined) throw new NotFoldable(`nothing is known of ${name}`)
    return identifier
  }

  mayBeFraction(name: string): boolean {
    return this.writing.fractions.of(this.body.name, name)
  }

  /** Writes the inside of a loop, where `index` is the loop's own counter. */
  counting(counter: string, write: () => void): void {
    const around = this.#parameters.get('index')
    this.#parameters.set('index', counter)
    write()
    if (around === undefined) this.#parameters.delete('index')
    else this.#parameters.set('index', around)
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

  /** The name of a layer of this body, as a string or an f-string. */
  path(id: string, ...more: readonly Code[]): string {
    const { separator } = this.writing
    const own = id.split('/').join(separator)
    const ends = more.flatMap(part => [separator, part])
    const parts = this.body.name === null ? [own] : [{ code: 'name' }, `${separator}${own}`]
    return parts.length === 1 && ends.length === 0
      ? printString(own)
      : printTemplate([...parts, ...ends])
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
    const { lines } = this.writing
    const scaling = this.writing.scalingOf(node.id)
    const parts = [...partsOf(call), `name=${this.path(node.id)}`]
    lines.of(definition, () => {
      lines.add(parens(`${identifier} = keras.Input`, parts, '', lines.room))
      if (!scaling) return
      const scaled = this.names.unique(`${identifier}_standardized`)
      // A channel that never varies is centred only.
      const variance = scaling.deviation.map(value => (value === 0 ? 1 : value ** 2))
      const constants = [
        `mean=${printArgument(scaling.mean)}`,
        `variance=${printArgument(variance)}`,
      ]
      const after = `(${identifier})`
      lines.add(parens(`${scaled} = layers.Normalization`, constants, after, lines.room))
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
    const calls = callsOf(node, layer, this)
    const input = inputText(node, calls, inputs)
    const { lines } = this.writing
    const count = outputCount(layer)
    if (count > 1 && node.when !== undefined) throw new NotFoldable('several outputs or none')
    lines.of(definition, () => {
      if (node.when === undefined) {
        const shared = this.#share(node, layer, calls)
        this.#chain(node, calls, input, () => this.#bindOutputs(node.id, count), shared)
        return
      }
      if (node.sharedWeights !== undefined) throw new NotFoldable('shared where a condition holds')
      const target = this.bind(node.id)
      lines.add(`${target} = ${first}`)
      lines.add(`if ${this.condition(node.when)}:`)
      lines.indented(() => this.#chain(node, calls, input, () => target))
    })
  }

  /** `conv1`, or `split_0, split_1` of a layer that gives several values. */
  #bindOutputs(id: string, count: number): string {
    if (count === 1) return this.bind(id)
    const outputs = Array.from({ length: count }, (_, output) => this.bind(id, String(output)))
    // A wire without a handle begins at the first.
    this.setValue(id, undefined, outputs[0] ?? '')
    return outputs.join(', ')
  }

  /** The calls one after another; the last goes where `target` says. */
  #chain(
    node: DocumentNode,
    calls: readonly Call[],
    input: string,
    target: () => string,
    shared?: string,
  ): void {
    const { lines } = this.writing
    const named = namedCall(calls)
    const last = calls.length - 1
    let source = input
    for (const [index, call] of calls.entries()) {
      const stage = index === last ? target() : this.names.unique(`${node.id}_${stageName(call)}`)
      const own = index === named && shared !== undefined
      const before = `${stage} = `
      lines.add(
        own
          ? `${before}${shared}(${source})`
          : this.construct(call, index === named ? node : null, before, `(${source})`),
      )
      source = stage
    }
  }

  /** `before layers.Conv2D(filters=6, name="conv")after` */
  construct(call: Call, node: DocumentNode | null, before: string, after: string): string {
    if (call.from === 'own') this.writing.own.add(call.name)
    const parts = [...partsOf(call), ...(node === null ? [] : [`name=${this.path(node.id)}`])]
    const head = `${before}${call.from === 'own' ? '' : 'layers.'}${call.name}`
    return parens(head, parts, after, this.writing.lines.room)
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
    const identifier = this.names.unique(`${key}_layer`)
    this.#shared.set(key, { identifier, call, owner: node.id })
    this.writing.lines.add(this.construct(call, node, `${identifier} = `, ''))
    return identifier
  }
}

export function partsOf(call: Call | undefined): readonly string[] {
  return Object.entries(call?.args ?? {}).map(
    ([name, value]) => `${keyOf(name)}=${printArgument(wordsOf(value))}`,
  )
}

/** What a value between two calls of one layer is. */
function stageName({ name }: Call): string {
  return /Padding|^PadWith/.test(name) ? 'padded' : 'inner'
}

/** Keras's layers take a list of inputs; multi-head attention takes an argument for each. */
function inputText(node: DocumentNode, calls: readonly Call[], inputs: readonly string[]): string {
  const several = inputs.join(', ')
  const [first] = calls
  const isSingle = findLayer(node.type)?.inputs === 'one'
  // A function of one value takes the value itself.
  const isFunction = first?.name === 'Lambda' && inputs.length === 1
  return isSingle || isFunction || first?.name === 'MultiHeadAttention' ? several : `[${several}]`
}
