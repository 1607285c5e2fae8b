// What a card says: everything is derived from the document, nothing is stored.

import { bodyAt } from '../../shared/document/body.ts'
import { portsOf } from '../../shared/document/ports.ts'
import type { DocumentNode } from '../../shared/document/types.ts'
import { formatCount, formatGrouped, formatShape, formatShort } from '../../shared/graph/format.ts'
import type { Layer, Problem } from '../../shared/graph/network.ts'
import { outputCount } from '../../shared/graph/outputs.ts'
import type { Shape } from '../../shared/layers/define.ts'
import { findLayer } from '../../shared/layers/index.ts'
import type { Family } from '../ui/glyph.tsx'
import { familyOf } from './families.ts'
import { indexOf, layersOf, type Made, outputOf, repeatsOf, type Scope } from './scope.ts'
import { summaryOf } from './summary.ts'

export type CardState = 'fine' | 'error' | 'warning' | 'hint' | 'waiting' | 'absent'

export interface InputPort {
  /** The handle as the file writes it; null where it is left out. */
  readonly handle: string | null
  readonly label: string
}

export interface OutputPort {
  readonly handle: string | null
  readonly shape: Shape | null
  /** `28×28×6`, `unknown` or `no shape`. */
  readonly text: string
  readonly isConnected: boolean
}

export interface Card {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly family: Family
  readonly isBlock: boolean
  /** The second line: type and arguments. */
  readonly line: string
  readonly state: CardState
  /** Name of the layer that must be mended first. */
  readonly waitsFor: string | null
  readonly counts: { readonly errors: number; readonly warnings: number; readonly hints: number }
  readonly params: string
  readonly macs: string | null
  readonly field: string | null
  readonly parameterCount: number
  readonly macCount: number
  readonly activationBytes: number
  readonly repeat: number | null
  readonly isFrozen: boolean
  /** The name under which it shares its weights with other cards; null: they are its own. */
  readonly sharedWeights: string | null
  /** It only helps the others to learn. */
  readonly isTrainingOnly: boolean
  readonly inputs: readonly InputPort[]
  /** Takes any number of wires: a further port shows while a wire is drawn. */
  readonly takesMany: boolean
  readonly outputs: readonly OutputPort[]
  /** What a screen reader says. */
  readonly speech: string
}

export function cardOf(scope: Scope, node: DocumentNode, problems: readonly Problem[]): Card {
  const layers = layersOf(scope, node)
  const layer = node.type === 'block' ? undefined : layers[0]
  const made = outputOf(scope, node.id, undefined)
  const counts = countsOf(problems)
  const waitsFor = waitingFor(scope, node, layer, counts.errors > 0, made)
  const isPort = node.type === 'blockInput' || node.type === 'blockOutput'
  const isAbsent = scope.isUsed && !isPort && layers.length === 0 && node.when !== undefined
  const state = stateOf(counts, waitsFor !== null, isAbsent)
  const costs = costsOf(layers)
  const repeat =
    node.type === 'block' && node.repeat !== undefined ? repeatsOf(scope, node, layers) : null
  const line = summaryOf(node, layer)
  const outputs = outputsOf(scope, node, state)
  const name = node.name ?? node.id
  const card = {
    id: node.id,
    name,
    type: node.type,
    family: familyOf(node.type),
    isBlock: node.type === 'block',
    line: isAbsent ? `${line} · not in this repeat` : line,
    state,
    waitsFor,
    counts,
    params: costs.parameterCount > 0 ? formatCount(costs.parameterCount) : '',
    macs: costs.macCount > 0 ? formatShort(costs.macCount) : null,
    field: isPort ? null : fieldOf(scope, node, outputs),
    ...costs,
    repeat,
    isFrozen: layer?.params?.trainable === false,
    sharedWeights: node.sharedWeights ?? null,
    isTrainingOnly:
      layers.length > 0 && layers.every(({ id }) => scope.network.trainingOnly.layers.has(id)),
    ...inputsOf(scope, node),
    outputs,
  }
  return { ...card, speech: speechOf(card, layer) }
}

function countsOf(problems: readonly Problem[]): Card['counts'] {
  const count = (severity: Problem['severity']) =>
    problems.filter(problem => problem.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), hints: count('hint') }
}

function stateOf(counts: Card['counts'], waits: boolean, isAbsent: boolean): CardState {
  if (counts.errors > 0) return 'error'
  if (waits) return 'waiting'
  if (isAbsent) return 'absent'
  if (counts.warnings > 0) return 'warning'
  return counts.hints > 0 ? 'hint' : 'fine'
}

/** A card without a shape and without a mistake of its own waits for the one before it. */
function waitingFor(
  scope: Scope,
  node: DocumentNode,
  layer: Layer | undefined,
  hasErrors: boolean,
  made: Made,
): string | null {
  if (hasErrors || made.shape || node.type === 'blockOutput' || node.type === 'blockInput')
    return null
  const edges = indexOf(scope.body).into.get(node.id) ?? []
  const blocking = edges.find(edge => !outputOf(scope, edge.source, edge.sourceHandle).shape)
  if (blocking) {
    const source = indexOf(scope.body).nodes.get(blocking.source)
    return source?.name ?? blocking.source
  }
  return layer && edges.length === 0 && layer.declaration?.inputs !== 'none' ? 'an input' : null
}

function costsOf(layers: readonly Layer[]) {
  let parameterCount = 0
  let macCount = 0
  let activationBytes = 0
  for (const layer of layers) {
    parameterCount += layer.parameterCount
    macCount += layer.macs
    activationBytes += layer.activationBytes
  }
  return { parameterCount, macCount, activationBytes }
}

/** What the outputs see; once where all of them see the same. */
function fieldOf(
  scope: Scope,
  { id }: DocumentNode,
  outputs: readonly OutputPort[],
): string | null {
  const fields = outputs.flatMap(({ handle }) => {
    const { layer, shape } = outputOf(scope, id, handle ?? undefined)
    return layer && shape ? fieldText(layer) : []
  })
  return fields.length === 0 ? null : [...new Set(fields)].join(', ')
}

function fieldText({ receptiveField }: Layer): string {
  if (!receptiveField) return 'all'
  const [first, ...others] = receptiveField
  return others.every(size => size === first) ? String(first) : receptiveField.join('×')
}

function inputsOf(scope: Scope, node: DocumentNode): Pick<Card, 'inputs' | 'takesMany'> {
  if (node.type === 'blockInput') return { inputs: [], takesMany: false }
  if (node.type === 'block') {
    const ports = portsOf(bodyAt(scope.document, node.block ?? null), 'target')
    return { inputs: named(ports), takesMany: false }
  }
  const ports = findLayer(node.type)?.inputs ?? (node.type === 'blockOutput' ? 'one' : 'many')
  if (ports === 'none') return { inputs: [], takesMany: false }
  if (ports === 'one') return { inputs: [{ handle: null, label: 'input' }], takesMany: false }
  if (ports !== 'many') return { inputs: named(ports), takesMany: false }
  const wires = indexOf(scope.body).into.get(node.id) ?? []
  const inputs = wires.map((edge, index) => ({
    handle: edge.targetHandle ?? null,
    label: `input ${index + 1}`,
  }))
  return {
    inputs: inputs.length > 0 ? inputs : [{ handle: null, label: 'input' }],
    takesMany: true,
  }
}

/** With one port the handle may be left out, and then we leave it out. */
function named(ports: readonly string[]): readonly InputPort[] {
  return ports.map(port => ({ handle: ports.length === 1 ? null : port, label: port }))
}

function outputsOf(scope: Scope, node: DocumentNode, state: CardState): readonly OutputPort[] {
  if (node.type === 'blockOutput') return []
  const block = node.type === 'block' ? bodyAt(scope.document, node.block ?? null) : undefined
  const ports = block ? portsOf(block, 'source') : layerOutputs(scope, node)
  const handles = ports.length > 1 ? ports : [null]
  const wires = indexOf(scope.body).from.get(node.id) ?? []
  return handles.map(handle => {
    const { shape } = outputOf(scope, node.id, handle ?? undefined)
    const isConnected = wires.some(
      edge => handle === null || (edge.sourceHandle ?? handles[0]) === handle,
    )
    const text = shape ? formatShape(shape) : state === 'error' ? 'no shape' : 'unknown'
    return { handle, shape, text, isConnected }
  })
}

/** Handles `0`, `1` … of a layer that gives several values; those in use where it says nothing itself. */
function layerOutputs(scope: Scope, node: DocumentNode): readonly string[] {
  const [layer] = layersOf(scope, node)
  const declaration = findLayer(node.type)
  if (!declaration?.outputs) return []
  const wires = indexOf(scope.body).from.get(node.id) ?? []
  const used = wires.map(edge => Number(edge.sourceHandle ?? 0) + 1)
  const known = layer?.params ? outputCount(layer) : Math.max(1, ...used)
  return Array.from({ length: known }, (_, output) => String(output))
}

/** "conv2, convolution, 14 by 14 by 6 to 10 by 10 by 16, 2,416 parameters, no problems" */
function speechOf(card: Omit<Card, 'speech'>, layer: Layer | undefined): string {
  const spoken = (shape: Shape) => shape.join(' by ')
  const kind = card.isBlock
    ? `block${card.repeat === null ? '' : `, ${card.repeat} times`}`
    : (layer?.declaration?.group ?? card.type)
  const output = card.outputs[0]?.shape
  const input = layer?.inputShapes.map(spoken).join(' and ')
  const shapes = output ? `${input ? `${input} to ` : ''}${spoken(output)}` : 'no shape'
  const { errors, warnings, hints } = card.counts
  const faults = [
    counted(errors, 'error'),
    counted(warnings, 'warning'),
    counted(hints, 'hint'),
  ].filter(text => text !== '')
  return [
    card.name,
    kind,
    shapes,
    card.params ? `${card.params} parameters` : 'no parameters',
    ...(card.sharedWeights === null ? [] : [`shares the weights ${card.sharedWeights}`]),
    ...(card.isTrainingOnly ? ['for training only'] : []),
    card.waitsFor ? `waits for ${card.waitsFor}` : faults.join(', ') || 'no problems',
  ].join(', ')
}

export function counted(count: number, word: string): string {
  return count === 0 ? '' : `${formatGrouped(count)} ${word}${count === 1 ? '' : 's'}`
}
