// The statements of one use of a block: a call of its function, in a loop or under a condition.
import type { DocumentEdge, DocumentNode } from '../../document/types.ts'
import { NotFoldable } from '../frame.ts'
import { namesIn } from '../scopes.ts'
import type { Body } from './body.ts'
import { argumentOf } from './calls.ts'
import { braces } from './layout.ts'
import { printArgument, printProperty } from './values.ts'

export function writeUse(body: Body, node: DocumentNode, edges: readonly DocumentEdge[]): void {
  const block = body.writing.scopes.blockOf(node)
  if (!block) throw new NotFoldable('an unknown block')
  const ins = block.nodes.filter(port => port.type === 'blockInput')
  const outs = block.nodes.filter(port => port.type === 'blockOutput')
  const inputs = ins.map(port => {
    const edge = edges.find(candidate => (candidate.targetHandle ?? ins[0]?.id) === port.id)
    if (!edge) throw new NotFoldable('an open port')
    return body.value(edge)
  })
  // What an absent use gives: its inputs in order, or its only one for every output.
  const passed = outs.map((_, place) => inputs[ins.length === outs.length ? place : 0] ?? '')
  const isConditional = node.when !== undefined || node.repeat !== undefined
  const name = body.writing.functionOf(node.block ?? '')
  if (name === undefined) {
    if (!isConditional) throw new NotFoldable('a block without layers')
    for (const [place, port] of outs.entries()) body.setValue(node.id, port.id, passed[place] ?? '')
    if (outs.length === 1) body.setValue(node.id, undefined, passed[0] ?? '')
    return
  }
  if (node.repeat !== undefined && ins.length !== outs.length)
    throw new NotFoldable('a repetition that joins nothing')
  const { lines } = body.writing
  lines.of(body.definitionOf(node), () => {
    const targets = bindOutputs(body, node, outs)
    if (!isConditional) {
      lines.add(printCall(body, node, name, inputs, `const ${listed(targets)} = `))
      return
    }
    lines.add(`let ${listed(targets)} = ${listed(passed)}`)
    const joined = node.repeat === undefined ? inputs : targets
    writeRepetition(body, node, () =>
      writeCondition(body, node, () =>
        lines.add(printCall(body, node, name, joined, `${listed(targets)} = `)),
      ),
    )
  })
}

function bindOutputs(
  body: Body,
  node: DocumentNode,
  outs: readonly DocumentNode[],
): readonly string[] {
  const [only] = outs
  if (outs.length !== 1 || !only) return outs.map(port => body.bind(node.id, port.id))
  const identifier = body.bind(node.id)
  body.setValue(node.id, only.id, identifier)
  return [identifier]
}

function printCall(
  body: Body,
  node: DocumentNode,
  name: string,
  inputs: readonly string[],
  before: string,
): string {
  const path =
    node.repeat === undefined ? body.path(node.id) : body.path(node.id, '/', { code: 'index' })
  const properties = argumentsOf(body, node)
  const head = `${before}${name}(${[...inputs, path].join(', ')}`
  return properties.length === 0
    ? `${head})`
    : braces(`${head}, `, properties, ')', body.writing.lines.room)
}

/** The arguments of a block's parameters that one use gives. */
function argumentsOf(body: Body, node: DocumentNode): readonly string[] {
  const declared = body.writing.scopes.blockOf(node)?.parameters ?? {}
  const given = Object.entries(node.params ?? {}).filter(([name]) => Object.hasOwn(declared, name))
  // A block reads the document's parameters past those of the blocks around it.
  const free = body.writing.scopes.freeNames(node.block ?? '')
  const own = body.body.block.parameters ?? {}
  if (body.body.name !== null && free.some(name => Object.hasOwn(own, name)))
    throw new NotFoldable('a name of the document that the block around hides')
  return [
    ...given.map(([name, value]) => printProperty(name, argumentOf(value, body))),
    ...free.map(name => printProperty(name, { code: body.identifier(name) })),
  ]
}

function writeRepetition(body: Body, node: DocumentNode, write: () => void): void {
  if (node.repeat === undefined) {
    write()
    return
  }
  const { lines } = body.writing
  let count = printArgument(argumentOf(node.repeat, body))
  if (namesIn(node.repeat).includes('index')) {
    // The loop's own index hides the one that the count is computed from.
    const computed = body.names.unique(`${node.id}Count`)
    lines.add(`const ${computed} = ${count}`)
    count = computed
  }
  lines.add(`for (let index = 0; index < ${count}; index++) {`)
  lines.indented(write)
  lines.add('}')
}

function writeCondition(body: Body, node: DocumentNode, write: () => void): void {
  if (node.when === undefined) {
    write()
    return
  }
  const { lines } = body.writing
  lines.add(`if (${body.condition(node.when)}) {`)
  lines.indented(write)
  lines.add('}')
}

/** `a`, or `[a, b]` for several. */
function listed(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `[${values.join(', ')}]`
}
