// model.py: the drawing as Keras 3 in its functional form. Blocks are functions, repeats are loops.
import { ExpressionError } from '../../document/expression-tree.ts'
import type { NetworkDocument } from '../../document/types.ts'
import { analyse } from '../../graph/analyse.ts'
import { formatCount } from '../../graph/format.ts'
import { errorsOf, type Network } from '../../graph/network.ts'
import { outputPorts } from '../../graph/outputs.ts'
import { answeringDocument } from '../answering.ts'
import { EmitError } from '../emit-error.ts'
import { outputEnds } from '../ends.ts'
import type { Scaling } from '../frame.ts'
import { functionNames, instancesOf, NotFoldable, refuseUnlikeUses, unfolded } from '../frame.ts'
import { type Line, Lines } from '../lines.ts'
import { Fractions } from '../python/fractions.ts'
import { parens } from '../python/layout.ts'
import { Identifiers } from '../python/names.ts'
import { printString, proseOf } from '../python/values.ts'
import { type NamedBody, Scopes } from '../scopes.ts'
import { Body } from './body.ts'
import { callsOf } from './calls.ts'
import { layerNames, separatorFor } from './layer-names.ts'
import { parameterNames, writeDefaults, writeSignature } from './signature.ts'
import type { Writing } from './writing.ts'

export interface KerasText {
  /** Without the imports and without the classes named in `own`. */
  readonly lines: readonly Line[]
  /** Classes that Keras lacks: the file brings them along. */
  readonly own: readonly string[]
  readonly usesMath: boolean
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** The name in Keras of every layer by its path id. */
  readonly names: ReadonlyMap<string, string>
}

export interface KerasOptions {
  readonly scaling?: Scaling
}

/** Throws `EmitError` while the drawing has errors, and where Keras cannot say what is drawn. */
export function emitKeras(drawn: NetworkDocument, options: KerasOptions = {}): KerasText {
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

function write(
  document: NetworkDocument,
  network: Network,
  { scaling = {} }: KerasOptions,
): KerasText {
  const scopes = new Scopes(document)
  const fractions = new Fractions(scopes)
  const raw = fractions.namesOf(null)
  refuseUnlikeUses(scopes, network, (node, layer) => callsOf(node, layer, raw))
  const identifiers = new Identifiers()
  const functions = functionNames(scopes, network, name => identifiers.unique(name))
  const lines = new Lines('    ', 88)
  const separator = separatorFor(network)
  const writing: Writing = {
    scopes,
    fractions,
    lines,
    separator,
    own: new Set(),
    instanceOf: instancesOf(scopes, network),
    functionOf: block => functions.get(block),
    functionNames: [...functions.values()],
    parametersOf: parameterNames(scopes, [...functions.values()]),
    scalingOf: input => (Object.hasOwn(scaling, input) ? scaling[input] : undefined),
  }
  for (const body of scopes.bodies)
    if (body.name === null) writeNetwork(writing, network)
    else if (functions.has(body.name)) writeBlock(writing, body, body.name)
  return {
    lines: lines.lines,
    own: [...writing.own],
    usesMath: lines.lines.some(line => line.text.includes('math.')),
    inputs: network.inputs,
    outputs: outputPorts(network).map(port => port.id),
    names: layerNames(network, separator),
  }
}

function writeBlock(writing: Writing, named: NamedBody, name: string): void {
  const { lines } = writing
  const body = new Body(writing, named)
  const outputs = named.block.nodes.filter(node => node.type === 'blockOutput')
  const inputs = named.block.nodes
    .filter(node => node.type === 'blockInput')
    .map(port => body.bind(port.id))
  writeSignature(body, writing.functionOf(name) ?? '', [...inputs, 'name'], '')
  lines.indented(() => {
    writeDefaults(body)
    body.write()
    const values = outputs.map(port => body.value({ source: port.id }))
    lines.add(`return ${values.join(', ')}`)
  })
  lines.add('\n')
}

function writeNetwork(writing: Writing, network: Network): void {
  const { lines, scopes } = writing
  const body = new Body(writing, { name: null, block: scopes.document })
  const { parameters, macs } = network.totals
  writeSignature(body, 'create_model', [], ' -> keras.Model')
  lines.indented(() => {
    const figures = `${formatCount(parameters)} parameters, ${formatCount(macs)} MACs.`
    lines.add(`"""${proseOf(scopes.document.name)}: ${figures}"""`)
    writeDefaults(body)
    body.write()
    const ends = outputEnds(scopes, network)
    const outputs = outputPorts(network).map(({ id }) => {
      const end = ends.get(id)
      if (!end) throw new NotFoldable('an output inside a block')
      return body.value(end)
    })
    const parts = [
      `inputs=${listed(network.inputs.map(id => body.input(id)))}`,
      `outputs=${listed(outputs)}`,
      `name=${modelName(scopes.document)}`,
    ]
    lines.add(parens('return keras.Model', parts, '', lines.room))
  })
}

function listed(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `[${values.join(', ')}]`
}

/** Keras uses it in the names of files, so only letters that are safe there. */
function modelName({ name }: NetworkDocument): string {
  const plain = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  return printString(plain === '' ? 'network' : plain)
}
