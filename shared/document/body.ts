// Finding and replacing parts of a document: its bodies, nodes and names.
import { isId, longestId } from './names.ts'
import type { Block, DocumentEdge, DocumentNode, Json, NetworkDocument } from './types.ts'

/** Which body is meant: the document's own (null) or a block's. */
export type Place = string | null

export function bodyAt(document: NetworkDocument, at: Place): Block | undefined {
  if (at === null) return document
  return document.blocks && Object.hasOwn(document.blocks, at) ? document.blocks[at] : undefined
}

export function findNode(
  document: NetworkDocument,
  id: string,
  at: Place = null,
): DocumentNode | undefined {
  return bodyAt(document, at)?.nodes.find(node => node.id === id)
}

/** The document with another body in one place; the same object where nothing differs. */
export function changeBody(
  document: NetworkDocument,
  at: Place,
  fields: Changes<Block>,
): NetworkDocument {
  if (at === null) return change<NetworkDocument>(document, fields)
  const body = bodyAt(document, at)
  if (!body) return document
  const next = change(body, fields)
  return next === body ? document : { ...document, blocks: { ...document.blocks, [at]: next } }
}

/** Applies a change to every body: the document's and each block's. */
export function mapBodies(
  document: NetworkDocument,
  edit: (body: Block, at: Place) => Changes<Block>,
): NetworkDocument {
  let next = changeBody(document, null, edit(document, null))
  for (const [name, block] of Object.entries(document.blocks ?? {}))
    next = changeBody(next, name, edit(block, name))
  return next
}

/** New values for some properties; undefined removes one. */
export type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** A copy with the changes made, or the same object where all of them were so already. */
export function change<T extends object>(object: T, fields: Changes<T>): T {
  const next: Partial<T> = { ...object }
  let differs = false
  for (const key of Object.keys(fields) as (keyof T)[]) {
    const value = fields[key]
    if (sameJson(object[key], value)) continue
    differs = true
    if (value === undefined) delete next[key]
    else next[key] = value as T[keyof T]
  }
  return differs ? (next as T) : object
}

/** The list with some items replaced, or the same list where every item stays. */
export function mapSame<T>(items: readonly T[], edit: (item: T) => T): readonly T[] {
  const next = items.map(edit)
  return next.every((item, index) => item === items[index]) ? items : next
}

export function filterSame<T>(items: readonly T[], keep: (item: T) => boolean): readonly T[] {
  const next = items.filter(keep)
  return next.length === items.length ? items : next
}

/** Deep equality of JSON values; the order of keys does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    key =>
      Object.hasOwn(b, key) &&
      sameJson((a as Record<string, Json>)[key], (b as Record<string, Json>)[key]),
  )
}

export function sameEdge(a: DocumentEdge, b: DocumentEdge): boolean {
  return (
    a.source === b.source &&
    a.target === b.target &&
    a.sourceHandle === b.sourceHandle &&
    a.targetHandle === b.targetHandle
  )
}

/**
 * An id for a new node: `conv2d` becomes `conv1`, `conv2` …; a block lends its own name, `stage2`
 * as `stage2_1`.
 */
export function freshId(taken: ReadonlySet<string>, type: string, block?: string): string {
  const word = type === 'block' ? (block ?? type) : type.replace(/\dd(?=[A-Z]|$)/, '')
  const stem = isId(word) ? word.replace(/\d$/, '$&_') : 'node'
  return nextFree(taken, stem, 1)
}

/** An id for a copy: the same where it is free, else counted on: `conv1` becomes `conv2`. */
export function copiedId(taken: ReadonlySet<string>, id: string): string {
  if (!taken.has(id)) return id
  const stem = id.replace(/\d{1,9}$/, '')
  const number = id.slice(stem.length)
  return nextFree(taken, stem, number === '' ? 2 : Number(number) + 1)
}

function nextFree(taken: ReadonlySet<string>, word: string, from: number): string {
  const stem = word.slice(0, longestId - 10)
  let number = from
  while (taken.has(stem + number)) number++
  return stem + number
}

export function idsOf(body: Block | undefined): Set<string> {
  return new Set(body?.nodes.map(node => node.id))
}

/** Ids that a later document has and an earlier one had not: what an edit has added. */
export function addedIds(
  before: NetworkDocument,
  after: NetworkDocument,
  at: Place = null,
): readonly string[] {
  const known = idsOf(bodyAt(before, at))
  return [...idsOf(bodyAt(after, at))].filter(id => !known.has(id))
}

/** The document with these of its nodes, and the wires between them. */
export function keepNodes(
  document: NetworkDocument,
  keeps: (node: DocumentNode) => boolean,
): NetworkDocument {
  const nodes = document.nodes.filter(keeps)
  const ids = new Set(nodes.map(node => node.id))
  const edges = document.edges.filter(edge => ids.has(edge.source) && ids.has(edge.target))
  return { ...document, nodes, edges }
}
