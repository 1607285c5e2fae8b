// model.ts of an exported project: the drawing as tfjs code. Blocks are functions, repeats are loops.
import { ExpressionError } from '../../document/expression-tree.ts'
import type { NetworkDocument } from '../../document/types.ts'
import { analyse } from '../../graph/analyse.ts'
import { formatCount } from '../../graph/format.ts'
import { errorsOf, type Network } from '../../graph/network.ts'
import { outputPorts } from '../../graph/outputs.ts'
import { answeringDocument } from '../answering.ts'
import { EmitError } from '../emit-error.ts'
import { outputEnds } from '../ends.ts'
import {
  functionNames,
  instancesOf,
  NotFoldable,
  refuseUnlikeUses,
  type Scaling,
  unfolded,
} from '../frame.ts'
import { type Line, Lines } from '../lines.ts'
import { type NamedBody, Scopes } from '../scopes.ts'
import { Body } from './body.ts'
import { callsOf } from './calls.ts'
import type { Names } from './expressions.ts'
import { Identifiers } from './identifiers.ts'
import { braces } from './layout.ts'
import { ParameterTypes } from './parameter-types.ts'
import { chainOf, writeSequential } from './sequential.ts'
import { signatureOf } from './signature.ts'
import { printProperty, printString } from './values.ts'
import type { Writing } from './writing.ts'

export { EmitError } from '../emit-error.ts'
export type { Scaling } from '../frame.ts'

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
export function emitModel(drawn: NetworkDocument, options: ModelOptions = {}): ModelText {
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
    return write(unfolded(document), network, options)
  }
}

const rawNames: Names = { identifier: name => name, typeOf: () => 'number' }

function write(document: NetworkDocument, network: Network, { scaling = {} }: ModelOptions) {
  const scopes = new Scopes(document)
  refuseUnlikeUses(scopes, network, (node, layer) => callsOf(node, layer, rawNames))
  const identifiers = new Identifiers()
  const functions = functionNames(scopes, network, name => identifiers.unique(name))
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
