// The statements of one use of a block: a call of its function, in a loop or under a condition.
import type { DocumentEdge, DocumentNode } from '../../document/types.ts'
import { NotFoldable } from '../frame.ts'
import { parens } from '../python/layout.ts'
import { printArgument } from '../python/values.ts'
import { namesIn } from '../scopes.ts'
import type { Body } from './body.ts'
import { argumentOf, wordsOf } from './calls.ts'

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
    const writeCall = (values: readonly string[], counter?: string) =>
      lines.add(printCall(body, node, `${targets.join(', ')} = ${name}`, values, counter))
    if (!isConditional) {
      writeCall(inputs)
      return
    }
    lines.add(`${targets.join(', ')} = ${passed.join(', ')}`)
    if (node.repeat === undefined) writeCondition(body, node, () => writeCall(inputs))
    else
      writeRepetition(body, node, counter =>
        writeCondition(body, node, () => writeCall(targets, counter)),
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
  head: string,
  inputs: readonly string[],
  counter: string | undefined,
): string {
  const path = counter === undefined ? body.path(node.id) : body.path(node.id, { code: counter })
  return parens(head, [...inputs, path, ...argumentsOf(body, node)], '', body.writing.lines.room)
}

/** The arguments of a block's parameters that one use gives. */
function argumentsOf(body: Body, node: DocumentNode): readonly string[] {
  const { scopes, parametersOf } = body.writing
  const declared = scopes.blockOf(node)?.parameters ?? {}
  const given = Object.entries(node.params ?? {}).filter(([name]) => Object.hasOwn(declared, name))
  // A block reads the document's parameters past those of the blocks around it.
  const free = scopes.freeNames(node.block ?? '')
  const own = body.body.block.parameters ?? {}
  if (body.body.name !== null && free.some(name => Object.hasOwn(own, name)))
    throw new NotFoldable('a name of the document that the block around hides')
  const called = parametersOf(node.block ?? '')
  return [
    ...free.map(name => `${called.get(name)}=${body.identifier(name)}`),
    ...given.map(
      ([name, value]) => `${called.get(name)}=${printArgument(wordsOf(argumentOf(value, body)))}`,
    ),
  ]
}

function writeRepetition(body: Body, node: DocumentNode, write: (counter: string) => void): void {
  const { lines } = body.writing
  const count = printArgument(argumentOf(node.repeat ?? 1, body, 'int'))
  // Python's loops leave their counter behind: one that is read afterwards needs another name.
  const isTaken = namesIn(body.body.block.nodes as never).includes('index')
  const counter = isTaken && body.body.name !== null ? body.names.unique('step') : 'index'
  lines.add(`for ${counter} in range(${count}):`)
  lines.indented(() => body.counting(counter, () => write(counter)))
}

function writeCondition(body: Body, node: DocumentNode, write: () => void): void {
  if (node.when === undefined) {
    write()
    return
  }
  const { lines } = body.writing
  lines.add(`if ${body.condition(node.when)}:`)
  lines.indented(write)
}
