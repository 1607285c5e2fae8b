// The statements of one function body: a block's, or the whole network's.
import { parseExpression } from '../../document/expressions.ts'
import type { Block, DocumentEdge, DocumentNode, NetworkDocument } from '../../document/types.ts'
import type { Definition, Layer } from '../../graph/network.ts'
import { wire } from '../../graph/wiring.ts'
import type { Ports } from '../../layers/define.ts'
import { findLayer } from '../../layers/index.ts'
import type { Call } from '../call.ts'
import { argumentOf, callsOf, namedCall, type Rename } from './calls.ts'
import { Identifiers } from './identifiers.ts'
import { braces, type Lines } from './lines.ts'
import { freeNames } from './scope.ts'
import { printArgument, printCondition, printProperty, printString } from './values.ts'

/** Raised where blocks cannot become functions faithfully; the printer then writes every layer out. */
export class NotFoldable extends Error {}

export interface BodyOptions {
  readonly document: NetworkDocument
  readonly block: Block
  /** Null for the network itself. */
  readonly blockName: string | null
  /** An instance of a node, from the analysis. */
  readonly instanceOf: (definition: Definition) => Layer | undefined
  readonly functionOf: (block: string) => string
  /** Per-channel constants behind an input. */
  readonly scalingOf: (
    input: string,
  ) => readonly [mean: readonly number[], deviation: readonly number[]] | null
}

/** The text of a layer's construction between what stands before and after it. */
type Construct = (before: string, after: string) => string

export class Body {
  readonly #options: BodyOptions
  readonly #lines: Lines
  readonly #names: Identifiers
  /** What to write for the value of a node's output, by node id and handle. */
  readonly #values = new Map<string, string>()
  readonly #parameters = new Map<string, string>()
  readonly #inputs = new Map<string, string>()
  readonly own = new Set<string>()

  constructor(options: BodyOptions, lines: Lines, parameters: readonly string[]) {
    this.#options = options
    this.#lines = lines
    this.#names = new Identifiers(options.blockName === null ? [] : ['name'])
    for (const name of parameters)
      this.#parameters.set(name, name === 'index' ? 'index' : this.#names.unique(name))
  }

  readonly rename: Rename = name =>
    this.#parameters.get(name) ?? (name === 'index' ? 'index' : name)

  /** Binds a port of a block to an identifier and returns it. */
  bind(id: string): string {
    const identifier = this.#names.unique(id)
    this.#values.set(id, identifier)
    return identifier
  }

  write(): void {
    const { nodes, edges } = this.#options.block
    const flat = nodes.map(node => ({ ...node, params: {}, definition: this.#definition(node) }))
    const wiring = wire(flat, edges)
    if (nodes.some(node => node.sharedWeights !== undefined))
      this.#lines.add('const shared: Record<string, tf.layers.Layer> = {}')
    for (const index of wiring.order) {
      const node = nodes[index]
      if (node) this.#node(node, wiring.incoming[index] ?? [])
    }
  }

  /** The identifier of an input itself, before any scaling. */
  input(id: string): string {
    const identifier = this.#inputs.get(id)
    if (identifier === undefined) throw new NotFoldable(`no input ${id}`)
    return identifier
  }

  /** What is written for the value that an edge carries. */
  value(edge: Pick<DocumentEdge, 'source' | 'sourceHandle'>): string {
    const handle =
      edge.sourceHandle === undefined ? undefined : `${edge.source}/${edge.sourceHandle}`
    const found =
      (handle === undefined ? undefined : this.#values.get(handle)) ?? this.#values.get(edge.source)
    if (found === undefined) throw new NotFoldable(`nothing is known of ${edge.source}`)
    return found
  }

  #definition(node: DocumentNode): Definition {
    return { block: this.#options.blockName, id: node.id }
  }

  #node(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    if (node.type === 'blockInput') return
    if (node.type === 'blockOutput') {
      const [edge] = edges
      if (edge) this.#values.set(node.id, this.value(edge))
    } else if (node.type === 'block') this.#use(node, edges)
    else if (node.type === 'input') this.#input(node)
    else this.#layer(node, edges)
  }

  #input(node: DocumentNode): void {
    if (this.#options.blockName !== null) throw new NotFoldable('an input inside a block')
    const shape = printArgument(argumentOf(node.params?.shape ?? [], this.rename))
    const identifier = this.bind(node.id)
    this.#inputs.set(node.id, identifier)
    const properties = [`name: ${printString(node.id)}`, `shape: ${shape}`]
    const definition = this.#definition(node)
    this.#lines.add(
      braces(`const ${identifier} = tf.input(`, properties, ')', this.#lines.room),
      definition,
    )
    const scaling = this.#options.scalingOf(node.id)
    if (!scaling) return
    this.own.add('standardize')
    const scaled = this.#names.unique(`${identifier}Standardized`)
    const [mean, deviation] = scaling.map(numbers => `[${numbers.join(', ')}]`)
    const call = `own.standardize({ mean: ${mean}, deviation: ${deviation} })`
    this.#lines.add(`const ${scaled} = ${call}.apply(${identifier}) as Tensor`, definition)
    this.#values.set(node.id, scaled)
  }

  #layer(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    const definition = this.#definition(node)
    const layer = this.#options.instanceOf(definition)
    const calls = layer ? callsOf(node, layer, this.rename) : []
    if (calls.length === 0) throw new NotFoldable(`${node.id} has no instance`)
    const ports = findLayer(node.type)?.inputs ?? 'one'
    const inputs = inPortOrder(ports, edges).map(edge => this.value(edge))
    const input = ports === 'one' ? (inputs[0] ?? '') : `[${inputs.join(', ')}]`
    const named = namedCall(calls)
    const made = calls.map((call, index) => this.#construct(node, call, index === named))
    if (node.when === undefined) this.#statements(node, made, input, definition)
    else this.#conditional(node, made, input, inputs[0] ?? '', definition)
  }

  #statements(
    node: DocumentNode,
    made: readonly Construct[],
    input: string,
    definition: Definition,
  ): void {
    const stages = made.slice(0, -1).map(() => this.#names.unique(`${node.id}Stage`))
    const identifier = this.bind(node.id)
    for (const [index, construct] of made.entries()) {
      const source = index === 0 ? input : (stages[index - 1] ?? input)
      const target = stages[index] ?? identifier
      const text = construct(`const ${target} = `, `.apply(${source}) as Tensor`)
      this.#lines.add(text, definition)
    }
  }

  #conditional(
    node: DocumentNode,
    made: readonly Construct[],
    input: string,
    otherwise: string,
    definition: Definition,
  ): void {
    const applied = made.reduce((source, construct) => construct('', `.apply(${source})`), input)
    const condition = this.#condition(node.when ?? '')
    const identifier = this.bind(node.id)
    const value = `(${applied.replace(/\n/g, '\n  ')} as Tensor)`
    this.#lines.add(
      `const ${identifier} = ${condition}\n  ? ${value}\n  : ${otherwise}`,
      definition,
    )
  }

  #condition(text: string): string {
    return printCondition(parseExpression(text), this.rename)
  }

  /** `tf.layers.conv2d({ … })`, or the entry of the layers that share their weights. */
  #construct(node: DocumentNode, call: Call, named: boolean): Construct {
    if (call.from === 'own') this.own.add(call.name)
    const name = named ? [`name: ${this.#path(node.id)}`] : []
    const properties = [
      ...name,
      ...Object.entries(call.args).map(([key, value]) => printProperty(key, value)),
    ]
    const made = `${call.from === 'own' ? 'own' : 'tf.layers'}.${call.name}(`
    const shared = named ? this.#sharedKey(node) : null
    const [open, close] = shared === null ? ['', ')'] : [`(shared[${shared}] ??= `, '))']
    const { room } = this.#lines
    return (before, after) =>
      braces(`${before}${open}${made}`, properties, `${close}${after}`, room)
  }

  #sharedKey(node: DocumentNode): string | null {
    if (node.sharedWeights === undefined) return null
    if (node.sharedWeights.startsWith('/') && this.#options.blockName !== null)
      throw new NotFoldable('weights shared across blocks')
    return printString(node.sharedWeights.replace(/^\//, ''))
  }

  #path(id: string): string {
    return this.#options.blockName === null ? printString(id) : `\`\${name}/${id}\``
  }

  #use(node: DocumentNode, edges: readonly DocumentEdge[]): void {
    const block = this.#options.document.blocks?.[node.block ?? '']
    if (!block) throw new NotFoldable('an unknown block')
    const ins = block.nodes.filter(port => port.type === 'blockInput')
    const outs = block.nodes.filter(port => port.type === 'blockOutput')
    const inputs = ins.map(port => {
      const edge = edges.find(candidate => (candidate.targetHandle ?? ins[0]?.id) === port.id)
      if (!edge) throw new NotFoldable('an open port')
      return this.value(edge)
    })
    if (node.repeat === undefined) this.#single(node, inputs, outs)
    else this.#repeat(node, inputs, outs)
  }

  /** Arguments for the block's function: the use's own, then what the block needs from around it. */
  #arguments(node: DocumentNode): readonly string[] {
    const own = Object.entries(node.params ?? {}).map(([name, value]) =>
      printProperty(name, argumentOf(value, this.rename)),
    )
    const needed = freeNames(node.block ?? '', this.#options.document)
    return [
      ...own,
      ...needed
        .filter(name => node.params?.[name] === undefined)
        .map(name => printProperty(name, { code: name === 'index' ? 'index' : this.rename(name) })),
    ]
  }

  #call(node: DocumentNode, inputs: readonly string[], path: string): string {
    const properties = this.#arguments(node)
    const head = `${this.#options.functionOf(node.block ?? '')}(${[...inputs, path].join(', ')}`
    const call = braces(`${head}, `, properties, ')', this.#lines.room - 20)
    if (node.when === undefined) return call
    const passed = inputs.length === 1 ? inputs[0] : `[${inputs.join(', ')}]`
    return `${this.#condition(node.when)} ? ${call} : ${passed}`
  }

  #single(node: DocumentNode, inputs: readonly string[], outs: readonly DocumentNode[]): void {
    const call = this.#call(node, inputs, this.#path(node.id))
    this.#lines.add(`const ${this.#targets(node, outs)} = ${call}`, this.#definition(node))
  }

  #repeat(node: DocumentNode, inputs: readonly string[], outs: readonly DocumentNode[]): void {
    const definition = this.#definition(node)
    const targets = this.#targets(node, outs)
    const names = outs.length === 1 ? [targets] : targets.slice(1, -1).split(', ')
    const start = inputs.length === 1 ? inputs[0] : `[${inputs.join(', ')}]`
    const count = printArgument(argumentOf(node.repeat ?? 1, this.rename))
    const path = this.#path(node.id)
    const inner = `\`${isPlain(path) ? path.slice(1, -1) : ''}/\${index}\``
    this.#lines.add(`let ${targets} = ${start}`, definition)
    this.#lines.add(`for (let index = 0; index < ${count}; index++) {`, definition)
    this.#lines.indented(() =>
      this.#lines.add(`${targets} = ${this.#call(node, names, inner)}`, definition),
    )
    this.#lines.add('}', definition)
  }

  #targets(node: DocumentNode, outs: readonly DocumentNode[]): string {
    const [only] = outs
    if (outs.length === 1 && only) {
      const identifier = this.bind(node.id)
      this.#values.set(`${node.id}/${only.id}`, identifier)
      return identifier
    }
    const identifiers = outs.map(port => {
      const identifier = this.#names.unique(`${node.id}_${port.id}`)
      this.#values.set(`${node.id}/${port.id}`, identifier)
      return identifier
    })
    return `[${identifiers.join(', ')}]`
  }
}

/** A quoted path: `'stage1'` or `` `${name}/stage1` ``. */
function isPlain(path: string): boolean {
  return /^(['`]).*\1$/.test(path)
}

function inPortOrder(ports: Ports, edges: readonly DocumentEdge[]): readonly DocumentEdge[] {
  if (typeof ports === 'string') return edges
  return ports.flatMap(port => edges.find(edge => (edge.targetHandle ?? ports[0]) === port) ?? [])
}
