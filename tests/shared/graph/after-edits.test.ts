import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  connect,
  disconnect,
  removeNodes,
  setNode,
  setParams,
} from '../../../shared/document/edits.ts'
import type { DocumentNode, NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import type { Network } from '../../../shared/graph/network.ts'
import { findLayer } from '../../../shared/layers/index.ts'
import { allTemplates } from '../../../templates/index.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { randomDocument } from './random-documents.ts'

type Edit = (document: NetworkDocument, choice: (below: number) => number) => NetworkDocument

function chosen<T>(from: readonly T[], choice: (below: number) => number): T | undefined {
  return from[choice(from.length)]
}

/** One of the drawing's bodies: the document's own, or a block's. */
function somewhere(document: NetworkDocument, choice: (below: number) => number) {
  const at = chosen([null, ...Object.keys(document.blocks ?? {})], choice) ?? null
  const body = at === null ? document : document.blocks?.[at]
  return { at, nodes: body?.nodes ?? [], edges: body?.edges ?? [] }
}

/** An argument of another kind, another size, or none. */
function otherValue(node: DocumentNode, choice: (below: number) => number) {
  const names = Object.keys(findLayer(node.type)?.params ?? { units: 1 })
  const value = chosen(
    [1, 2, 3, 7, 'same', 'relu', 'softmax', true, false, '=1+', undefined],
    choice,
  )
  return { [chosen(names, choice) ?? 'units']: value }
}

const edits: readonly Edit[] = [
  (document, choice) => {
    const { at, nodes } = somewhere(document, choice)
    const node = chosen(nodes, choice)
    return node ? setParams(document, node.id, otherValue(node, choice), at) : document
  },
  (document, choice) => {
    const { at, nodes } = somewhere(document, choice)
    const node = chosen(nodes, choice)
    return node ? removeNodes(document, [node.id], { heal: choice(2) === 0 }, at) : document
  },
  (document, choice) => {
    const { at, edges } = somewhere(document, choice)
    const edge = chosen(edges, choice)
    return edge ? disconnect(document, edge, at) : document
  },
  (document, choice) => {
    const { at, nodes } = somewhere(document, choice)
    const [source, target] = [chosen(nodes, choice), chosen(nodes, choice)]
    if (!source || !target) return document
    return connect(document, { source: source.id, target: target.id }, at)
  },
  (document, choice) => {
    const { at, nodes } = somewhere(document, choice)
    const node = chosen(nodes, choice)
    const fields = chosen(
      [{ sharedWeights: '/w' }, { repeat: 2 }, { when: '=0' }, { name: 'other' }],
      choice,
    )
    return node && fields ? setNode(document, node.id, fields, at) : document
  },
  // Drawn again in another order: the same nodes at other places.
  document => ({ ...document, nodes: document.nodes.toReversed() }),
]

/** Everything that an analysis says, as a text; a declaration is told by its type. */
function said({ byId, layers, trainingOnly, ...rest }: Network): string {
  const told = layers.map(({ declaration, facts: _, ...layer }) => [layer, declaration?.type])
  const only = [...trainingOnly.outputs, ...trainingOnly.layers]
  return JSON.stringify({ ...rest, layers: told, ids: [...byId.keys()], only }, null, 1)
}

/** Edits one after another, one of them taken back, each analysed with what is known of the one before. */
function compareAfterEdits(document: NetworkDocument, choices: readonly number[]): void {
  let next = 0
  const choice = (below: number) => (choices[next++ % choices.length] ?? 0) % Math.max(1, below)
  let [before, current] = [document, document]
  analyse(current)
  for (let count = 0; count < 6; count += 1) {
    const edited = chosen(edits, choice)?.(current, choice) ?? current
    ;[before, current] = count === 3 ? [current, before] : [current, edited]
    expect(said(analyse(current))).toBe(said(analyse(structuredClone(current))))
  }
}

const someChoices = fc.array(fc.nat(), { minLength: 30, maxLength: 30 })

describe('an analysis after edits finds what one from scratch finds', () => {
  it.each(allTemplates.map(({ name }) => name))('%s', name => {
    const document = instantiate(name)
    const property = fc.property(someChoices, choices => compareAfterEdits(document, choices))
    fc.assert(property, { numRuns: 1, seed: 4, endOnFailure: true })
  })

  it('random documents', () => {
    const property = fc.property(fc.integer(), someChoices, (seed, choices) =>
      compareAfterEdits(randomDocument(seed), choices),
    )
    fc.assert(property, { numRuns: 60, seed: 4, endOnFailure: true })
  })
})
