// What the command list offers for the typed text: layers with what they would lead to, cards, and
// commands.

import { bodyAt, freshId, idsOf, type Place } from '../../shared/document/body.ts'
import { bringBlocks, type NewPart } from '../../shared/document/bring.ts'
import { addNode, connect } from '../../shared/document/edits.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount, formatShape } from '../../shared/graph/format.ts'
import { allLayers, findLayer } from '../../shared/layers/index.ts'
import { blockParts } from '../../templates/blocks.ts'
import {
  anchorOf,
  edit,
  fitted,
  insertAfterSelection,
  insertBehind,
  newLayer,
  newPart,
  newUse,
  placed,
} from '../state/editing.ts'
import { familyOf } from '../state/families.ts'
import { outputOf, scopeOf } from '../state/scope.ts'
import type { LooseWire } from '../state/session-store.ts'
import type { Stores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import type { Family } from '../ui/glyph.tsx'
import type { CommandContext } from './command.ts'
import { keysText } from './command.ts'
import { commands } from './commands.ts'

export interface Suggestion {
  readonly id: string
  readonly label: string
  readonly detail: string
  /** At the right: the result, or the keys. */
  readonly result: string
  readonly family: Family | null
  /** Cannot be done now; `result` says why. */
  readonly isOff: boolean
  /** With `isAlone` a layer is added without a wire. */
  readonly run: (isAlone: boolean) => void
}

export interface SuggestionGroup {
  readonly title: string
  readonly items: readonly Suggestion[]
}

const mostPerGroup = 8

export function suggest(
  context: CommandContext,
  query: string,
  wire: LooseWire | undefined,
): readonly SuggestionGroup[] {
  const mode = /^[>#]/.exec(query)?.[0]
  const word = query
    .replace(/^[>#?]/, '')
    .trim()
    .toLowerCase()
  if (wire) return [{ title: titleOfWire(wire), items: layersFor(context, word, wire) }]
  const groups: SuggestionGroup[] = []
  if (mode !== '>' && mode !== '#') {
    const anchor = anchorOf(context)
    const title = anchor ? `Insert after ${anchor.name ?? anchor.id}` : 'Insert'
    groups.push({ title, items: layersFor(context, word, undefined) })
  }
  if (mode !== '>' && word !== '') groups.push({ title: 'Go to', items: cardsFor(context, word) })
  if (mode !== '#') groups.push({ title: 'Commands', items: commandsFor(context, word) })
  return groups.filter(group => group.items.length > 0)
}

function titleOfWire(wire: LooseWire): string {
  return wire.side === 'source' ? `Connect ${wire.node} to a new` : `Feed ${wire.node} from a new`
}

/** Names that begin with the word come first. */
function ranked<T>(items: readonly T[], word: string, nameOf: (item: T) => string): readonly T[] {
  const place = (item: T) => nameOf(item).toLowerCase().indexOf(word)
  return items.filter(item => place(item) >= 0).sort((a, b) => place(a) - place(b))
}

function layersFor(
  context: CommandContext,
  word: string,
  wire: LooseWire | undefined,
): readonly Suggestion[] {
  const blocks = Object.keys(context.document.getState().present.blocks ?? {})
  const nodes: readonly NewPart[] = [
    ...allLayers.map(layer => newLayer(layer.type)),
    ...blocks.filter(name => name !== currentDrawing(context).scope.place).map(newUse),
    ...blockParts.map(newPart),
  ]
  const fitting = nodes.filter(
    node => wire?.side !== 'source' || findLayer(node.type)?.inputs !== 'none',
  )
  const found = ranked(fitting, word, searchedName)
  // At the end of a wire all are listed, what fits there first.
  const listed = wire ? found : found.slice(0, word === '' ? 6 : mostPerGroup)
  const suggestions = listed.map((node): Suggestion => {
    const outcome = outcomeOf(context, node, wire)
    return {
      id: `insert ${node.blocks ? 'ready-made ' : ''}${node.block ?? node.type}`,
      label: nameOfNew(node),
      detail: startsOf(node),
      result: outcome.text,
      family: familyOf(node.type),
      isOff: !outcome.fits,
      run: (isAlone: boolean) => {
        if (wire) insertAtWire(context, node, wire)
        else insertAfterSelection(context, node, !isAlone)
        const [added] = context.session.getState().selection
        if (added !== undefined) context.canvas?.focusNode(added)
      },
    }
  })
  return wire ? suggestions.sort((a, b) => Number(a.isOff) - Number(b.isOff)) : suggestions
}

const titles = new Map(blockParts.map(({ name, title }) => [name, title]))

/** A ready-made block is called by its title, a block of the drawing by its name. */
function nameOfNew({ type, block, blocks }: NewPart): string {
  return (block !== undefined && blocks && titles.get(block)) || (block ?? type)
}

function searchedName(node: NewPart): string {
  return node.blocks ? `${nameOfNew(node)} ${node.block}` : nameOfNew(node)
}

function startsOf(node: NewPart): string {
  return Object.entries(node.params ?? {})
    .map(([name, value]) =>
      typeof value === 'string' ? value : `${name} ${JSON.stringify(value)}`,
    )
    .join(', ')
}

interface Outcome {
  readonly fits: boolean
  readonly text: string
}

/** The layer is put into a copy, and the copy analysed. */
function outcomeOf(stores: Stores, part: NewPart, wire: LooseWire | undefined): Outcome {
  const drawing = currentDrawing(stores)
  const { scope } = drawing
  const anchor = anchorOf(stores)
  const id = freshId(idsOf(scope.body), part.type, part.block)
  const { recorded } = stores.document.getState()
  const tried = wire
    ? withWire(recorded, stores, { ...part, id }, wire)
    : anchor && anchor.type !== 'blockOutput'
      ? insertBehind(recorded, drawing, anchor.id, { ...part, id })
      : withPart(recorded, { ...part, id }, scope.place)
  const network = analyse(tried)
  const path = scope.prefix + id
  const problem = network.problems.find(
    ({ severity, node: at }) => severity === 'error' && (at === path || at?.startsWith(`${path}/`)),
  )
  if (problem) return { fits: false, text: problem.message }
  const after = {
    ...scopeOf(tried, []),
    place: scope.place,
    body: bodyAt(tried, scope.place) ?? tried,
    prefix: scope.prefix,
  }
  const { shape } = outputOf(after, id, undefined)
  const count = network.layers
    .filter(layer => layer.id === path || layer.id.startsWith(`${path}/`))
    .reduce((sum, layer) => sum + layer.parameterCount, 0)
  const params = count > 0 ? ` · ${formatCount(count)} params` : ''
  return { fits: true, text: shape ? formatShape(shape) + params : '' }
}

type PartWithId = NewPart & { readonly id: string }

function withPart(before: NetworkDocument, part: PartWithId, place: Place): NetworkDocument {
  const { document, node } = bringBlocks(before, part, place)
  return addNode(document, node, place)
}

function withWire(
  document: NetworkDocument,
  stores: Stores,
  node: PartWithId,
  wire: LooseWire,
): NetworkDocument {
  const drawing = currentDrawing(stores)
  const { place } = drawing.scope
  const isForward = wire.side === 'source'
  const part = isForward ? fitted(node, drawing, wire.node, wire.handle ?? undefined) : node
  const added = withPart(document, { ...part, id: node.id }, place)
  const handle =
    wire.handle === null
      ? {}
      : isForward
        ? { sourceHandle: wire.handle }
        : { targetHandle: wire.handle }
  return connect(
    added,
    isForward
      ? { source: wire.node, target: node.id, ...handle }
      : { source: node.id, target: wire.node, ...handle },
    place,
  )
}

function insertAtWire(stores: Stores, node: NewPart, wire: LooseWire): void {
  const drawing = currentDrawing(stores)
  const id = freshId(idsOf(drawing.scope.body), node.type, node.block)
  const { x, y } = wire.position
  const position = { x: Math.round(x - 116), y: Math.round(wire.side === 'source' ? y : y - 64) }
  edit(stores, `Add ${id}`, document =>
    withWire(placed(document, drawing), stores, { ...node, id, position }, wire),
  )
}

function cardsFor(context: CommandContext, word: string): readonly Suggestion[] {
  const cards = [...currentDrawing(context).cards.values()]
  return ranked(cards, word, card => card.name)
    .slice(0, mostPerGroup)
    .map(card => ({
      id: `go ${card.id}`,
      label: card.name,
      detail: card.outputs[0]?.text ?? '',
      result: card.params ? `${card.params} params` : '',
      family: card.family,
      isOff: false,
      run: () => {
        context.session.show(card.id)
        context.canvas?.focusNode(card.id)
      },
    }))
}

function commandsFor(context: CommandContext, word: string): readonly Suggestion[] {
  const listed = commands.filter(command => command.id !== 'view.commands')
  return ranked(listed, word, command => command.label)
    .slice(0, word === '' ? 40 : mostPerGroup)
    .map(command => {
      const why = command.whyNot?.(context) ?? null
      return {
        id: command.id,
        label: command.label,
        detail: '',
        result: why ?? keysText(command.keys?.[0]) ?? '',
        family: null,
        isOff: why !== null,
        run: () => void command.run(context),
      }
    })
}
