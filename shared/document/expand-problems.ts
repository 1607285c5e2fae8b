// Builders of the problems that an expansion can find: each sentence stands here.
import { nearest } from '../graph/nearest.ts'
import type { Definition, Fix, Problem } from '../graph/network.ts'
import type { ExpressionError } from './expression-tree.ts'
import { type Frame, namesIn } from './frame.ts'
import type { PreparedBody, PreparedNode } from './prepare.ts'
import type { DocumentEdge, Json } from './types.ts'

/** The problems found so far, each once for its place in the file however often that unfolds. */
export interface Faults {
  readonly problems: Problem[]
  readonly seen: Set<string>
}

export function add(faults: Faults, problem: Problem): void {
  const { code, node, in: place, parameter, edge, message } = problem
  const subject = place ? [place.block, place.id] : (node ?? message)
  // An instance's wire is told apart by the ends of its path ids, which are the ids in the file.
  const ends = edge && [edge.source, edge.target].map(id => id.slice(id.lastIndexOf('/') + 1))
  const key = JSON.stringify([code, subject, parameter, ends])
  if (faults.seen.has(key)) return
  faults.seen.add(key)
  faults.problems.push(problem)
}

/** A fix whose place is added by `at`. */
type Repairing = Omit<Fix, 'at'>

type Details = Partial<Pick<Problem, 'edge' | 'parameter' | 'severity'>> & {
  readonly mends?: readonly Repairing[]
}

function at(
  definition: Definition,
  path: string,
  code: string,
  message: string,
  { mends = [], severity = 'error', ...rest }: Details = {},
): Problem {
  return {
    code,
    severity,
    node: path,
    ...(definition.block !== null && { in: definition }),
    ...rest,
    message,
    fixes: mends.map((mend): Fix => ({ ...mend, at: definition })),
  }
}

/** A value that cannot be computed, with the spelling that was probably meant. */
export function faultyExpression(
  { node, definition }: PreparedNode,
  path: string,
  name: string,
  value: Json,
  error: ExpressionError,
  known: readonly string[],
): Problem {
  return at(definition, path, error.code, `${name} is ${shown(value)}: ${reason(error, known)}`, {
    parameter: name,
    mends: respellings(name, node.params ?? {}, value, error, known),
  })
}

function reason(error: ExpressionError, known: readonly string[]): string {
  if (error.code !== 'unknown-name')
    return error.code === 'expression-syntax'
      ? `${error.message} (column ${error.position}).`
      : `${error.message}.`
  if (error.subject === 'index')
    return 'there is no index here, because no repeat is around it. Use it inside a repeated block.'
  const advice = known.length > 0 ? `Known are ${known.join(', ')}.` : 'None are defined yet.'
  return `${error.message}. ${advice}`
}

function respellings(
  name: string,
  params: Readonly<Record<string, Json>>,
  value: Json,
  error: ExpressionError,
  known: readonly string[],
): Repairing[] {
  const { subject } = error
  const meant = subject === undefined ? undefined : nearest(subject, known)
  if (error.code !== 'unknown-name' || subject === undefined || meant === undefined) return []
  const mended = respell(value, subject, meant)
  const label = `Write ${meant} for ${subject}`
  if (Object.hasOwn(params, name))
    return [{ label, repair: { kind: 'setParams', params: { [name]: mended } } }]
  return [{ label, repair: { kind: 'setNode', fields: { [name]: mended } } }]
}

function respell(value: Json, name: string, meant: string): Json {
  if (typeof value === 'string')
    return value.startsWith('=') ? value.replace(new RegExp(`\\b${name}\\b`, 'g'), meant) : value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Json) => respell(item, name, meant))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, respell(item, name, meant)]),
  )
}

export function faultyParameter(frame: Frame, name: string, error: ExpressionError): Problem {
  const owner = frame.block === null ? 'the network' : `the block ${frame.block}`
  const names = namesIn(frame, frame.index)
  const value = shown(frame.defaults[name] ?? null)
  return {
    code: error.code,
    severity: 'error',
    node: null,
    parameter: name,
    message: `The parameter ${name} of ${owner} is ${value}: ${reason(error, names)}`,
    fixes: [],
  }
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

export function conditionNotANumber(node: PreparedNode, path: string, value: Json): Problem {
  const message = `when gives ${shown(value)}, which is neither true nor false. Write a comparison, such as “=index == 0”.`
  return at(node.definition, path, 'condition', message, { parameter: 'when' })
}

export function conditionOnPort(node: PreparedNode, path: string): Problem {
  const message = `${node.node.id} is a port of its block and is always there, so when has no effect. Remove it.`
  return at(node.definition, path, 'condition-on-port', message, { severity: 'warning' })
}

export function repeatOnLayer({ definition, node }: PreparedNode, path: string): Problem {
  const message = `Only blocks can be repeated, and this is a ${node.type}. Group it into a block first.`
  return at(definition, path, 'repeat-on-layer', message, { parameter: 'repeat' })
}

export function repeatNotWhole(
  { definition, node }: PreparedNode,
  path: string,
  count: Json,
): Problem {
  const rounded = typeof count === 'number' ? Math.max(0, Math.round(count)) : 1
  const written =
    typeof node.repeat === 'string' ? `repeat is ${node.repeat}, which gives` : 'repeat is'
  const message = `${written} ${shown(count)}; it must be a whole number of at least 0.`
  const mend: Repairing = {
    label: `Repeat ${rounded.toLocaleString('en-US')} times`,
    repair: { kind: 'setNode', fields: { repeat: rounded } },
  }
  return at(definition, path, 'repeat', message, { parameter: 'repeat', mends: [mend] })
}

export function repeatUneven(node: PreparedNode, path: string, body: PreparedBody): Problem {
  const message = `The block ${body.block} has ${counted(body.inputs.length, 'input')} and ${counted(body.outputs.length, 'output')}, so its repetitions cannot be joined. Give it as many outputs as inputs, or repeat it once.`
  const mend: Repairing = {
    label: 'Use it once',
    repair: { kind: 'setNode', fields: { repeat: 1 } },
  }
  return at(node.definition, path, 'repeat-ports', message, { parameter: 'repeat', mends: [mend] })
}

export function absentUneven(node: PreparedNode, path: string, body: PreparedBody): Problem {
  const message = `Where it is absent its inputs pass through, but the block ${body.block} has ${counted(body.inputs.length, 'input')} and ${counted(body.outputs.length, 'output')}. Give it as many outputs as inputs.`
  return at(node.definition, path, 'absent-ports', message)
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

export function unknownBlock(
  { node, definition }: PreparedNode,
  path: string,
  blocks: readonly string[],
): Problem {
  if (node.block === undefined)
    return at(
      definition,
      path,
      'unknown-block',
      'This node names no block. Choose which one it uses.',
      {
        mends: blocks.slice(0, 3).map(usingBlock),
      },
    )
  const meant = nearest(node.block, blocks)
  const known = blocks.length > 0 ? `It has ${blocks.join(', ')}.` : 'It has none.'
  return at(
    definition,
    path,
    'unknown-block',
    `The document has no block ${node.block}. ${known}`,
    {
      mends: meant === undefined ? [] : [usingBlock(meant)],
    },
  )
}

function usingBlock(block: string): Repairing {
  return { label: `Use the block ${block}`, repair: { kind: 'setNode', fields: { block } } }
}

export function containsItself(
  { node, definition }: PreparedNode,
  path: string,
  around: readonly string[],
): Problem {
  const name = node.block ?? ''
  const circle = [...around.slice(around.indexOf(name)), name].join(' → ')
  const message = `A block cannot contain itself: ${circle}. Remove this use, or use another block.`
  return at(definition, path, 'block-contains-itself', message, {
    mends: [{ label: `Remove this use of ${name}`, repair: { kind: 'remove' } }],
  })
}

export function blocksTooDeep(node: PreparedNode, path: string, limit: number): Problem {
  const message = `Blocks stand inside blocks more than ${limit} levels deep here. Dissolve some of them.`
  return at(node.definition, path, 'blocks-too-deep', message)
}

export function unknownArgument(
  { node, definition }: PreparedNode,
  path: string,
  name: string,
  known: readonly string[],
): Problem {
  const list = known.length > 0 ? known.join(', ') : 'none'
  const message = `The block ${node.block} has no parameter ${name}, so it is ignored. It has ${list}.`
  return at(definition, path, 'unknown-parameter', message, {
    severity: 'warning',
    parameter: name,
  })
}

export function portOutsideBlock({ definition, node }: PreparedNode, path: string): Problem {
  const instead = node.type === 'blockInput' ? 'an input layer' : 'no marker at all'
  const message = `${node.type} is the port of a block and means nothing in the network itself. Use ${instead} here.`
  return at(definition, path, 'port-outside-block', message, {
    mends: [{ label: `Remove ${node.id}`, repair: { kind: 'remove' } }],
  })
}

/** Where a wire runs: the paths of its ends. */
export interface WirePlace {
  readonly definition: Definition
  /** Path of the node that has the problem. */
  readonly path: string
  readonly edge: { readonly source: string; readonly target: string }
}

export function danglingEdge(
  prefix: string,
  { source, target }: DocumentEdge,
  missing: string,
): Problem {
  return {
    code: 'dangling-edge',
    severity: 'error',
    node: null,
    edge: { source: prefix + source, target: prefix + target },
    message: `A wire runs from ${source} to ${target}, but there is no node ${missing}. Remove the wire.`,
    fixes: [],
  }
}

export function unknownPort(
  { definition, path, edge }: WirePlace,
  handle: string | undefined,
  side: 'input' | 'output',
  ports: readonly string[],
): Problem {
  const has = ports.length === 0 ? `It has no ${side}s.` : `Its ${side}s are ${ports.join(', ')}.`
  const message =
    handle !== undefined
      ? `The block has no ${side} named ${handle}. ${has}`
      : ports.length === 0
        ? `The block has no ${side}s, so nothing can be connected there. Remove the wire, or add one inside.`
        : `The block has ${counted(ports.length, side)}, and the wire does not say which it means. ${has}`
  return at(definition, path, 'unknown-handle', message, { edge })
}

export function portTaken({ definition, path, edge }: WirePlace, from: string): Problem {
  const message = `A port of a block takes one wire, and ${from} is one more. Merge them first, or remove a wire.`
  return at(definition, path, 'input-taken', message, { edge })
}

export function wrongPortSide({ definition, path, edge }: WirePlace, type: string): Problem {
  const message =
    type === 'blockInput'
      ? 'An input of a block is fed where the block is used; no wire inside can lead to it. Remove the wire.'
      : 'An output of a block is read where the block is used; no wire inside can start at it. Remove the wire.'
  return at(definition, path, 'port-direction', message, { edge })
}

export function outputUnfed(definition: Definition, path: string): Problem {
  const message = `Nothing is connected to ${definition.id}, so the block gives nothing there. Draw a wire to it.`
  return at(definition, path, 'output-unfed', message)
}

/** Some inputs missing is an error; all of them only means that the use takes no part. */
export function inputsUnfed(
  definition: Definition,
  path: string,
  missing: readonly string[],
  all: boolean,
): Problem {
  const which =
    missing.length === 1 ? `The input ${missing[0]} is` : `The inputs ${missing.join(', ')} are`
  return all
    ? at(
        definition,
        path,
        'unreached',
        `Nothing is connected to this block, so it takes no part. Draw a wire to it.`,
        { severity: 'warning' },
      )
    : at(definition, path, 'input-missing', `${which} not connected. Draw a wire there.`)
}

export function tooLarge(limit: number, what: 'nodes' | 'parts'): Problem {
  const unit = what === 'nodes' ? 'nodes' : 'nodes, wires and repetitions'
  return {
    code: 'too-many-nodes',
    severity: 'error',
    node: null,
    message: `Blocks and repeats unfold to more than ${limit.toLocaleString('en-US')} ${unit}; the rest is left out. Lower a repeat.`,
    fixes: [],
  }
}
