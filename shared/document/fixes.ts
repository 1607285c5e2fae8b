// Carries out the repairs that problems offer.
import type { Fix } from '../graph/network.ts'
import { findNode } from './body.ts'
import { type NewNode, removeNodes, setNode, setParams } from './edits.ts'
import { insertAfter, insertBefore } from './insert.ts'
import type { NetworkDocument, RawParams } from './types.ts'

/** The document with the fix made; the same object where its node is no longer there. */
export function applyFix(document: NetworkDocument, fix: Fix): NetworkDocument {
  const { block: at, id } = fix.at
  const { repair } = fix
  if (!findNode(document, id, at)) return document
  switch (repair.kind) {
    case 'setParams':
      return setParams(document, id, repair.params, at)
    case 'setNode':
      return setNode(document, id, repair.fields, at)
    case 'insertBefore':
      return insertBefore(document, id, newNode(repair.type, repair.params), at, repair.input)
    case 'insertAfter':
      return insertAfter(document, id, newNode(repair.type, repair.params), at)
    case 'remove':
      return removeNodes(document, [id], { heal: true }, at)
  }
}

function newNode(type: string, params: RawParams | undefined): NewNode {
  return { type, ...(params && { params }) }
}
