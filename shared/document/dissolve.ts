// Putting the contents of a block in the place of one of its uses.
import { bodyAt, changeBody, findNode, freshId, idsOf, type Place } from './body.ts'
import { innerEdges, joined } from './dissolve-wires.ts'
import { longestExpression } from './expression-tree.ts'
import { isExpression } from './expressions.ts'
import { mapLosses } from './losses.ts'
import { type Bindings, namesUsed, substitute } from './substitute.ts'
import type { Block, DocumentNode, Json, NetworkDocument, RawParams } from './types.ts'

/** Why a use of a block cannot be dissolved, as a sentence, or undefined where it can. */
export function problemWithDissolving(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): string | undefined {
  const use = findNode(document, id, at)
  const block = use?.block === undefined ? undefined : bodyAt(document, use.block)
  if (use?.type !== 'block' || !block) return `${id} uses no block of this document.`
  if (use.when !== undefined) return `${id} exists only under a condition. Remove it first.`
  if (typeof use.repeat === 'string')
    return `${id} is repeated ${use.repeat} times. Write a number first.`
  if ((use.repeat ?? 1) > mostCopies) return `${id} is repeated more than ${mostCopies} times.`
  if (use.repeat !== undefined && countsOn(document, block))
    return `${use.block} uses a block that counts the repetitions. Dissolve that one first.`
  return undefined
}

const mostCopies = 1000

/** True where a block inside reads the `index` of the repeat around it. */
function countsOn(document: NetworkDocument, block: Block, seen = new Set<string>()): boolean {
  return block.nodes.some(node => {
    if (node.type !== 'block' || node.block === undefined || node.repeat !== undefined) return false
    if (seen.has(node.block)) return false
    seen.add(node.block)
    const inner = bodyAt(document, node.block)
    if (!inner) return false
    return namesUsed(inner as unknown as Json).has('index') || countsOn(document, inner, seen)
  })
}

/**
 * Replaces a use by what it stands for. Parameters are put in where they are named; the block
 * itself stays for its other uses.
 */
export function dissolveBlock(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): NetworkDocument {
  const body = bodyAt(document, at)
  const use = findNode(document, id, at)
  const block = use?.block === undefined ? undefined : bodyAt(document, use.block)
  if (!body || !use || !block || problemWithDissolving(document, id, at)) return document
  const copies = copiesOf(use, block, idsOf(body))
  if (copies.some(copy => tooLong(copy.nodes as unknown as Json))) return document
  const nodes = body.nodes.flatMap(node =>
    node === use ? copies.flatMap(copy => copy.nodes) : node,
  )
  const inner = copies.flatMap((_, index) => innerEdges(block, copies, index))
  const edges = joined(body.edges, id, block, copies, inner)
  const next = changeBody(document, at, { nodes, edges })
  return at === null && use.repeat === undefined ? followLosses(next, id, copies[0]) : next
}

/** What one repetition became: inner ids by what they are called now. */
export interface Copy {
  readonly ids: ReadonlyMap<string, string>
  readonly nodes: readonly DocumentNode[]
}

function copiesOf(use: DocumentNode, block: Block, taken: Set<string>): readonly Copy[] {
  taken.delete(use.id)
  const count = use.repeat === undefined ? 1 : Number(use.repeat)
  return Array.from({ length: count }, (_, index) => {
    const counter = use.repeat === undefined ? undefined : index
    return copyOf(use, block, counter, taken)
  })
}

function copyOf(
  use: DocumentNode,
  block: Block,
  index: number | undefined,
  taken: Set<string>,
): Copy {
  const ids = new Map<string, string>()
  const kept = block.nodes.filter(node => !isPort(node))
  for (const { id } of kept) {
    const fresh = taken.has(id) ? freshId(taken, id.replace(/\d{1,9}$/, '')) : id
    taken.add(fresh)
    ids.set(id, fresh)
  }
  const bindings = bindingsOf(use, block, index)
  const origin = originOf(kept)
  const nodes = kept.map(node => copied(node, use, bindings, index, ids, origin))
  return { ids, nodes }
}

function isPort(node: DocumentNode): boolean {
  return node.type === 'blockInput' || node.type === 'blockOutput'
}

function originOf(nodes: readonly DocumentNode[]): { readonly x: number; readonly y: number } {
  const places = nodes.flatMap(node => node.position ?? [])
  if (places.length === 0) return { x: 0, y: 0 }
  return {
    x: Math.min(...places.map(place => place.x)),
    y: Math.min(...places.map(place => place.y)),
  }
}

function copied(
  node: DocumentNode,
  use: DocumentNode,
  bindings: Bindings,
  index: number | undefined,
  ids: ReadonlyMap<string, string>,
  origin: { readonly x: number; readonly y: number },
): DocumentNode {
  const { position: place, ...rest } = node
  const { params, when, repeat, sharedWeights } = node
  // The nearest repeat of a repeated use inside is its own.
  const own: Bindings =
    repeat === undefined ? bindings : name => (name === 'index' ? undefined : bindings(name))
  const group = index === undefined ? use.id : `${use.id}.${index}`
  const condition = when === undefined ? undefined : substitute(when, own)
  const count = repeat === undefined ? undefined : substitute(repeat, bindings)
  const corner = use.position
  return {
    ...rest,
    id: ids.get(node.id) ?? node.id,
    ...(params && { params: substitute(params, own) as RawParams }),
    ...(condition !== undefined && { when: asExpression(condition) }),
    ...(count !== undefined && { repeat: count as number | string }),
    ...(sharedWeights !== undefined &&
      !sharedWeights.startsWith('/') && { sharedWeights: `${group}.${sharedWeights}` }),
    ...(place &&
      corner && {
        position: { x: corner.x + place.x - origin.x, y: corner.y + place.y - origin.y },
      }),
  }
}

function asExpression(value: Json): string {
  return typeof value === 'string' ? value : `=${Number(value)}`
}

/** What the names of a block stand for where it is used, in words of the place around it. */
function bindingsOf(use: DocumentNode, block: Block, index: number | undefined): Bindings {
  const counter: Bindings = name => (name === 'index' ? index : undefined)
  const open = new Set<string>()
  const bindings: Bindings = name => {
    if (name === 'index') return index
    const defaults = block.parameters ?? {}
    if (!Object.hasOwn(defaults, name) || open.has(name)) return undefined
    const given = use.params && Object.hasOwn(use.params, name) ? use.params[name] : undefined
    if (given !== undefined) return substitute(given, counter)
    open.add(name)
    const value = substitute(defaults[name] ?? null, bindings)
    open.delete(name)
    return value
  }
  return bindings
}

function tooLong(value: Json): boolean {
  if (isExpression(value)) return value.length > longestExpression
  return typeof value === 'object' && value !== null && Object.values(value).some(tooLong)
}

function followLosses(
  document: NetworkDocument,
  use: string,
  copy: Copy | undefined,
): NetworkDocument {
  if (!copy) return document
  return mapLosses(document, path => {
    const [first, second = '', ...rest] = path.split('/')
    if (first !== use || second === '') return path
    const [id = '', port] = second.split(':')
    const renamed = (copy.ids.get(id) ?? id) + (port === undefined ? '' : `:${port}`)
    return [renamed, ...rest].join('/')
  })
}
