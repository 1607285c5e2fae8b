// model.py: the drawing in PyTorch. Blocks are classes, repeats are sequences of them.
import { ExpressionError } from '../../document/expression-tree.ts'
import type { NetworkDocument } from '../../document/types.ts'
import { analyse } from '../../graph/analyse.ts'
import { formatCount } from '../../graph/format.ts'
import { errorsOf, type Network } from '../../graph/network.ts'
import { outputPorts } from '../../graph/outputs.ts'
import { answeringDocument } from '../answering.ts'
import { EmitError } from '../emit-error.ts'
import { outputEnds } from '../ends.ts'
import { type End, NotFoldable, type Scaling, unfolded } from '../frame.ts'
import { parameterNames } from '../keras/signature.ts'
import { type Line, Lines } from '../lines.ts'
import { Fractions } from '../python/fractions.ts'
import { className } from '../python/names.ts'
import { proseOf } from '../python/values.ts'
import { type NamedBody, Scopes } from '../scopes.ts'
import { Body } from './body.ts'
import { Instances } from './instances.ts'
import { defaultsOf, writeInit } from './signature.ts'
import { type TorchEntry, torchEntries } from './state.ts'
import { usualLayout, type Writing } from './writing.ts'

export interface TorchText {
  /** Without the imports and without the classes named in `own`. */
  readonly lines: readonly Line[]
  /** Classes and functions that PyTorch lacks: the file brings them along. */
  readonly own: readonly string[]
  readonly className: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Where the weights of the layers stand in the state dict. */
  readonly entries: readonly TorchEntry[]
}

export interface TorchOptions {
  readonly scaling?: Scaling
}

/** Throws `EmitError` while the drawing has errors, and where PyTorch cannot say what is drawn. */
export function emitPytorch(drawn: NetworkDocument, options: TorchOptions = {}): TorchText {
  const [error] = errorsOf(analyse(drawn))
  if (error) throw new EmitError(`${error.node === null ? '' : `${error.node}: `}${error.message}`)
  const document = answeringDocument(drawn)
  const network = analyse(document)
  if (network.outputs.length === 0)
    throw new EmitError('The network has no output. Connect a layer.')
  try {
    return write(document, network, options)
  } catch (thrown) {
    // An expression in a part that is never unfolded may be wrong unseen.
    if (!(thrown instanceof NotFoldable || thrown instanceof ExpressionError)) throw thrown
    const flat = unfolded(document)
    return write(flat, analyse(flat), options)
  }
}

function write(
  document: NetworkDocument,
  network: Network,
  { scaling = {} }: TorchOptions,
): TorchText {
  const scopes = new Scopes(document)
  const names = new Classes()
  const own = names.take(document.name, 'Network')
  const classNames = new Map(
    scopes.bodies.flatMap(({ name }) => (name === null ? [] : [[name, names.take(name, 'Block')]])),
  )
  const writing: Writing = {
    scopes,
    network,
    instances: new Instances(scopes, network),
    fractions: new Fractions(scopes),
    lines: [],
    own: new Set(),
    classNames,
    written: new Map(),
    parametersOf: parameterNames(scopes, []),
    scalingOf: input => (Object.hasOwn(scaling, input) ? scaling[input] : undefined),
    weighted: new Map(),
    attributes: new Map(),
  }
  for (const body of scopes.bodies)
    if (body.name === null) writeNetwork(writing, own)
    else if (writing.instances.of(body.name).length > 0) writeBlock(writing, body, body.name)
  return {
    lines: writing.lines,
    own: [...writing.own],
    className: own,
    inputs: network.inputs,
    outputs: outputPorts(network).map(port => port.id),
    entries: torchEntries(writing),
  }
}

/** Names of classes, each once. */
class Classes {
  readonly #taken = new Set(['nn', 'F', 'Tensor'])

  take(name: string, otherwise: string): string {
    const words = name.split(/[^A-Za-z0-9]+/).filter(word => word !== '')
    const joined = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
    const base = /^[A-Za-z]/.test(joined) ? className(joined) : otherwise
    let found = base
    for (let suffix = 2; this.#taken.has(found); suffix++) found = `${base}${suffix}`
    this.#taken.add(found)
    return found
  }
}

function writeBlock(writing: Writing, named: NamedBody, name: string): void {
  const body = new Body(writing, named)
  const inputs = named.block.nodes.filter(node => node.type === 'blockInput')
  for (const port of inputs) {
    body.enter(port, inputs.length === 1 ? 'x' : port.id)
    body.nameSize({ source: port.id }, inputs.length === 1 ? 'in_channels' : `${port.id}_channels`)
  }
  const parameters = inputs.map(port => body.value({ source: port.id }).text)
  body.write()
  const outputs = named.block.nodes.filter(node => node.type === 'blockOutput')
  const results = outputs.map(port => returned(body, { source: port.id }))
  const defaults = defaultsOf(body)
  const called = writing.classNames.get(name) ?? ''
  writing.written.set(name, { name: called, asked: body.sizes.asked, takes: new Set(body.takes) })
  writeClass(writing, body, { name: called, parameters, results, defaults })
}

function writeNetwork(writing: Writing, name: string): void {
  const { network, scopes } = writing
  const body = new Body(writing, { name: null, block: scopes.document })
  const inputs = network.inputs
  for (const id of inputs) {
    const node = scopes.document.nodes.find(candidate => candidate.id === id)
    if (!node) throw new NotFoldable('an input inside a block')
    body.enter(node, inputs.length === 1 ? 'x' : id)
  }
  const parameters = inputs.map(id => body.value({ source: id }).text)
  body.write()
  const ends = outputEnds(scopes, network)
  const results = outputPorts(network).map(({ id }) => {
    const end = ends.get(id)
    if (!end) throw new NotFoldable('an output inside a block')
    return returned(body, end)
  })
  const { parameters: count, macs } = network.totals
  const about = `"""${proseOf(scopes.document.name)}: ${formatCount(count)} parameters, ${formatCount(macs)} MACs."""`
  writeClass(writing, body, { name, parameters, results, defaults: defaultsOf(body), about })
}

function returned(body: Body, end: End): string {
  return body.as(end, usualLayout(body.rank(end)))
}

interface Parts {
  readonly name: string
  readonly parameters: readonly string[]
  readonly results: readonly string[]
  readonly defaults: ReturnType<typeof defaultsOf>
  readonly about?: string
}

function writeClass(writing: Writing, body: Body, parts: Parts): void {
  const { name, parameters, results, defaults, about } = parts
  const head = new Lines('    ', 88)
  head.add(`class ${name}(nn.Module):`)
  head.indented(() => {
    if (about !== undefined) head.add(`${about}\n`)
    writeInit(body, head, defaults)
  })
  const middle = new Lines('    ', 88)
  middle.add('')
  middle.indented(() => {
    const types = parameters.map(parameter => `${parameter}: Tensor`)
    const result =
      results.length === 1 ? 'Tensor' : `tuple[${results.map(() => 'Tensor').join(', ')}]`
    middle.add(`def forward(self, ${types.join(', ')}) -> ${result}:`)
  })
  const end = new Lines('    ', 88)
  end.indented(() => end.indented(() => end.add(`return ${results.join(', ')}`)))
  if (name !== '' && body.body.name !== null) end.add('\n')
  const deeper = (lines: readonly Line[]) =>
    lines.map(line => ({ ...line, text: line.text === '' ? '' : `        ${line.text}` }))
  writing.lines.push(
    ...head.lines,
    ...deeper(body.init.lines),
    ...middle.lines,
    ...deeper(body.forward.lines),
    ...end.lines,
  )
}
