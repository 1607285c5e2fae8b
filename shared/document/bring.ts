// Blocks that come along with what is added: definitions that are here already are used again, and
// one whose name means something else here gets another name.
import { bodyAt, copiedId, filterSame, type Place, sameJson } from './body.ts'
import type { NewNode } from './edits.ts'
import type { Block, DocumentNode, NetworkDocument } from './types.ts'

type Blocks = Readonly<Record<string, Block>>

/** A node to add, and the definitions of the blocks that it uses. */
export interface NewPart extends NewNode {
  readonly blocks?: Blocks
  /** Parameters of the use that begin as the channels of what feeds it. */
  readonly channels?: readonly string[]
}

/** The node, in a document that has its blocks. Inside of block `at` no use of `at` itself is made. */
export function bringBlocks(
  document: NetworkDocument,
  { blocks, channels: _, ...node }: NewPart,
  at: Place = null,
): { readonly document: NetworkDocument; readonly node: NewNode } {
  if (!blocks) return { document, node }
  const { document: ready, renamed } = withBlocks(document, blocks, at)
  const block = node.block === undefined ? undefined : renamed.get(node.block)
  return { document: ready, node: { ...node, ...(block !== undefined && { block }) } }
}

/** The document with the blocks, and under which name each of them stands there. */
export function withBlocks(document: NetworkDocument, blocks: Blocks, at: Place = null) {
  const own = document.blocks ?? {}
  const taken = new Set(Object.keys(own))
  const renamed = new Map<string, string>()
  const missing: string[] = []
  for (const [name, block] of Object.entries(blocks)) {
    const known = namesakes(document, name).find(
      other => other !== at && isSameBlock(own[other], block),
    )
    const fresh = known ?? copiedId(taken, name)
    taken.add(fresh)
    renamed.set(name, fresh)
    if (known === undefined) missing.push(name)
  }
  const added = missing.map(name => {
    const block = blocks[name] as Block
    return [renamed.get(name) ?? name, { ...block, nodes: block.nodes.map(withNames(renamed)) }]
  })
  if (added.length === 0) return { document, renamed }
  return { document: { ...document, blocks: { ...own, ...Object.fromEntries(added) } }, renamed }
}

/** The block of this name and those that got a number behind it. */
function namesakes(document: NetworkDocument, name: string): readonly string[] {
  const stem = name.replace(/\d{1,9}$/, '')
  const counted = Object.keys(document.blocks ?? {}).filter(
    other => other !== name && other.replace(/\d{1,9}$/, '') === stem,
  )
  return bodyAt(document, name) ? [name, ...counted] : counted
}

/** Where cards stand does not count: opening a block and moving them makes no other block. */
function isSameBlock(a: Block | undefined, b: Block): boolean {
  return sameJson(a && withoutPositions(a), withoutPositions(b))
}

function withoutPositions(block: Block): Block {
  const unplaced = filterSame(block.nodes, node => node.position === undefined)
  if (unplaced === block.nodes) return block
  return { ...block, nodes: block.nodes.map(({ position: _, ...node }) => node) }
}

function withNames(renamed: ReadonlyMap<string, string>) {
  return (node: DocumentNode): DocumentNode => {
    const block = node.block === undefined ? undefined : renamed.get(node.block)
    return block === undefined ? node : { ...node, block }
  }
}
