// From text to a document that every other part can trust.

import { nearest } from '../graph/nearest.ts'
import type { Problem } from '../graph/network.ts'
import {
  asList,
  asObject,
  checkJson,
  checkText,
  described,
  isObject,
  pathTo,
  withoutNulls,
  wrong,
} from './checks.ts'
import { DocumentError } from './document-error.ts'
import { parseJson } from './json-text.ts'
import { blockKeys, documentKeys, edgeKeys, nodeKeys } from './keys.ts'
import { currentVersion, migrate } from './migrate.ts'
import { idRule, isId, isRepeat, problemWithParameterName } from './names.ts'
import { parseTraining } from './parse-training.ts'
import type { Block, DocumentNode, Json, JsonObject, NetworkDocument } from './types.ts'
import { UnknownKeys } from './unknown-keys.ts'

export interface ParsedDocument {
  readonly document: NetworkDocument
  /** Warnings: keys that are not known, a version newer than this program. */
  readonly problems: readonly Problem[]
  /** True for a newer version: saving would lose what this program does not understand. */
  readonly readOnly: boolean
}

const limits = { nodes: 20_000, edges: 100_000, blocks: 1000, parameters: 1000 } as const

/** Reads a network file. Throws `DocumentError`, whose message names the place and the mistake. */
export function parseDocument(text: string): ParsedDocument {
  return parseDocumentValue(parseJson(text))
}

/** The same for JSON that has been parsed already. */
export function parseDocumentValue(json: unknown): ParsedDocument {
  checkCounts(json)
  checkJson(json)
  if (!isObject(json))
    throw new DocumentError(
      'not-a-network',
      `A network file holds an object, and this holds ${described(json)}.`,
    )
  const version = parseHead(json)
  const readOnly = version > currentVersion
  const unknown = new UnknownKeys()
  try {
    const document = parseWhole(migrate(json, version), unknown)
    const newer = readOnly ? [newerVersion(version)] : []
    return { document, problems: [...newer, ...unknown.problems()], readOnly }
  } catch (error) {
    if (!readOnly || !(error instanceof DocumentError)) throw error
    const message = `This file has format version ${version}, and this program knows ${currentVersion}. ${error.message} Open it with a newer program.`
    throw new DocumentError('newer-version', message, error.path)
  }
}

/** Refuses what is too large before anything walks it. */
function checkCounts(json: unknown): void {
  if (typeof json !== 'object' || json === null) return
  const { blocks } = json as { readonly blocks?: unknown }
  const bodies: unknown[] = [json]
  if (typeof blocks === 'object' && blocks !== null) {
    const names = Object.keys(blocks)
    if (names.length > limits.blocks) throw tooMany('blocks', names.length)
    bodies.push(...Object.values(blocks))
  }
  for (const part of ['nodes', 'edges'] as const) {
    const count = bodies.reduce<number>((sum, body) => sum + lengthOf(body, part), 0)
    if (count > limits[part]) throw tooMany(part, count)
  }
}

function lengthOf(body: unknown, part: 'nodes' | 'edges'): number {
  if (typeof body !== 'object' || body === null) return 0
  const list = (body as Readonly<Record<string, unknown>>)[part]
  return Array.isArray(list) ? list.length : 0
}

function tooMany(what: keyof typeof limits, count: number): DocumentError {
  const most = limits[what].toLocaleString('en-US')
  return new DocumentError(
    'too-many',
    `The file has ${count.toLocaleString('en-US')} ${what}; at most ${most} are read.`,
    what,
  )
}

/** Checks format and version, and returns the version. */
function parseHead(json: JsonObject): number {
  const { format, version } = json
  if (format !== 'layerloom')
    throw new DocumentError(
      'not-a-network',
      `This is no Layerloom network: format must be “layerloom”${format === undefined ? ', and it is missing' : `, not ${described(format)}`}.`,
      'format',
    )
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw wrong('version', version, 'a whole number of at least 1')
  return version
}

function newerVersion(version: number): Problem {
  return {
    code: 'newer-version',
    severity: 'warning',
    node: null,
    message: `This file has format version ${version}, and this program knows ${currentVersion}. It is opened for reading only.`,
    fixes: [],
  }
}

const optionalNodeKeys = nodeKeys.filter(key => key !== 'id' && key !== 'type')
const positionKeys = ['x', 'y']

function parseWhole(json: JsonObject, unknown: UnknownKeys): NetworkDocument {
  const object = withoutNulls(json, ['parameters', 'blocks', 'training'])
  checkText(object.name, 'name', 'the network’s name')
  unknown.note(object, documentKeys, 'network', '')
  const body = parseBody(object, '', unknown)
  const blocks = object.blocks === undefined ? undefined : parseBlocks(object.blocks, unknown)
  const training =
    object.training === undefined ? undefined : parseTraining(object.training, 'training', unknown)
  // The checks above make the object what the type says; keys that are not known stay in it.
  const rest = object as unknown as NetworkDocument
  return { ...rest, ...body, ...(blocks && { blocks }), ...(training && { training }) }
}

function parseBlocks(value: Json, unknown: UnknownKeys): Readonly<Record<string, Block>> {
  const entries = Object.entries(asObject(value, 'blocks')).map(([name, block]) => {
    const path = pathTo('blocks', name)
    if (!isId(name)) throw badId(path, name, 'A block’s name')
    const object = withoutNulls(asObject(block, path), ['parameters'])
    unknown.note(object, blockKeys, 'block', path)
    return [name, { ...object, ...parseBody(object, path, unknown) }] as const
  })
  return Object.fromEntries(entries)
}

function parseBody(object: JsonObject, path: string, unknown: UnknownKeys): Block {
  if (object.parameters !== undefined)
    checkParameters(object.parameters, pathTo(path, 'parameters'))
  const nodesPath = pathTo(path, 'nodes')
  const places = new Map<string, number>()
  const nodes = asList(object.nodes, nodesPath).map((value, index) => {
    const node = parseNode(value, pathTo(nodesPath, index), unknown)
    const first = places.get(node.id)
    if (first !== undefined) throw duplicateId(nodesPath, node.id, first, index)
    places.set(node.id, index)
    return node
  })
  const edgesPath = pathTo(path, 'edges')
  const edges = asList(object.edges, edgesPath).map((value, index) =>
    parseEdge(value, pathTo(edgesPath, index), places, unknown),
  )
  return { nodes, edges }
}

function checkParameters(value: Json, path: string): void {
  const names = Object.keys(asObject(value, path))
  if (names.length > limits.parameters) throw tooMany('parameters', names.length)
  for (const name of names) {
    const place = pathTo(path, name)
    const problem = problemWithParameterName(name)
    if (problem !== undefined) throw new DocumentError('name', `${place}: ${problem}`, place)
  }
}

function badId(path: string, id: string, what: string): DocumentError {
  return new DocumentError('id', `${path} is ${described(id)}. ${idRule(what)}`, path)
}

function duplicateId(path: string, id: string, first: number, index: number): DocumentError {
  const place = `${path}[${index}].id`
  return new DocumentError(
    'duplicate-id',
    `${place} is “${id}”, which ${path}[${first}] has already. Ids must differ.`,
    place,
  )
}

function parseNode(value: Json, path: string, unknown: UnknownKeys): DocumentNode {
  const node = withoutNulls(asObject(value, path), optionalNodeKeys)
  const { id, type } = node
  checkText(id, `${path}.id`, 'the node’s id')
  if (typeof id !== 'string' || !isId(id)) throw badId(`${path}.id`, String(id), 'An id')
  checkText(type, `${path}.type`, 'a layer type, such as “conv2d”')
  if (type === '') throw wrong(`${path}.type`, type, 'a layer type, such as “conv2d”')
  checkNodeParts(node, path, unknown)
  unknown.note(node, nodeKeys, 'node', path, path.startsWith('nodes') ? id : null)
  return node as unknown as DocumentNode
}

function checkNodeParts(node: JsonObject, path: string, unknown: UnknownKeys): void {
  const { params, name, position, block, repeat, when, sharedWeights, silenced } = node
  if (params !== undefined) asObject(params, `${path}.params`)
  if (name !== undefined) checkText(name, `${path}.name`)
  if (block !== undefined) checkText(block, `${path}.block`, 'the name of a block')
  if (position !== undefined) checkPosition(position, `${path}.position`, unknown)
  if (repeat !== undefined) checkRepeat(repeat, `${path}.repeat`)
  if (when !== undefined && !(typeof when === 'string' && when.startsWith('=')))
    throw wrong(`${path}.when`, when, 'an expression, such as “=index == 0”')
  if (sharedWeights !== undefined) checkSharedWeights(sharedWeights, `${path}.sharedWeights`)
  if (silenced !== undefined) checkSilenced(silenced, `${path}.silenced`)
}

function checkRepeat(value: Json, path: string): void {
  if (isRepeat(value)) return
  throw wrong(path, value, 'a whole number of at least 0, or an expression such as “=depth”')
}

function checkSharedWeights(value: Json, path: string): void {
  if (typeof value === 'string' && isId(value.replace(/^\//, ''), Infinity)) return
  throw wrong(path, value, 'a name of letters, digits, “_”, “.” or “-”, with “/” before it or not')
}

function checkSilenced(value: Json, path: string): void {
  for (const [code, reason] of Object.entries(asObject(value, path)))
    checkText(reason, pathTo(path, code), 'the reason, a text')
}

const farthest = 1e9

function checkPosition(value: Json, path: string, unknown: UnknownKeys): void {
  const position = asObject(value, path)
  for (const axis of ['x', 'y']) {
    const place = position[axis]
    if (typeof place !== 'number' || Math.abs(place) > farthest)
      throw wrong(pathTo(path, axis), place, 'a number between -1e9 and 1e9')
  }
  unknown.note(position, positionKeys, 'position', path)
}

function parseEdge(
  value: Json,
  path: string,
  places: ReadonlyMap<string, number>,
  unknown: UnknownKeys,
): Block['edges'][number] {
  const edge = withoutNulls(asObject(value, path), ['sourceHandle', 'targetHandle'])
  for (const end of ['source', 'target']) {
    const id = edge[end]
    checkText(id, `${path}.${end}`, 'the id of a node')
    if (typeof id === 'string' && !places.has(id)) throw dangling(`${path}.${end}`, id, places)
    const handle = edge[`${end}Handle`]
    if (handle !== undefined) checkText(handle, `${path}.${end}Handle`, 'the name of a handle')
  }
  unknown.note(edge, edgeKeys, 'wire', path)
  return edge as unknown as Block['edges'][number]
}

function dangling(path: string, id: string, places: ReadonlyMap<string, number>): DocumentError {
  const meant = nearest(id, [...places.keys()])
  const hint = meant === undefined ? '' : ` The nearest is “${meant}”.`
  return new DocumentError(
    'dangling-edge',
    `${path} is ${described(id)}, and there is no node with that id.${hint}`,
    path,
  )
}
