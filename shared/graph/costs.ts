// The cost sheet: what a network costs, layer by layer, block by block and in total.

import { type Cost, costOf, noCost, passesOf, sumOf } from './layer-cost.ts'
import type { Layer, Network } from './network.ts'
import type { Field } from './receptive-field.ts'
import type { StepSettings } from './step-settings.ts'
import { type TrainingMemory, trainingMemory } from './training-memory.ts'

export interface CostRow extends Cost {
  /** Path id of a layer, or of a use of a block: `stage3`, `stage3/2`. */
  readonly id: string
  /** Type of the layer, `block` for a block. */
  readonly type: string
  /** Layers that it stands for. */
  readonly layers: number
  /** Of the last layer of a block. */
  readonly outputShapes: Layer['outputShapes']
  readonly field: Field | null
  /** FLOPs for every byte that the forward pass of a batch moves; null where it moves none. */
  readonly intensity: number | null
  /** Of the whole network, 0 to 1. */
  readonly share: Share
}

export interface Share {
  readonly parameters: number
  readonly macs: number
  readonly flops: number
  readonly memory: number
}

export interface CostSheet {
  readonly settings: StepSettings
  /** In the order of execution. */
  readonly layers: readonly CostRow[]
  /** Every use of a block, each before what is inside of it. */
  readonly blocks: readonly CostRow[]
  readonly total: CostRow
  readonly memory: TrainingMemory
  /** False while a layer has no shape: the sums are then lower bounds. */
  readonly complete: boolean
}

export function costsOf(network: Network, settings: StepSettings): CostSheet {
  const passes = passesOf(network.layers)
  const bare = network.layers.map(layer => ({ layer, cost: costOf(layer, passes, settings) }))
  const whole = bare.reduce((sum, { cost }) => sumOf(sum, cost), noCost)
  const row = (group: Group): CostRow => rowOf(group, whole, settings.batchSize)
  const last = network.byId.get(network.outputs[0] ?? '')
  return {
    settings,
    layers: bare.map(({ layer, cost }) =>
      row({ id: layer.id, type: layer.type, layers: 1, last: layer, cost }),
    ),
    blocks: blocksOf(bare).map(row),
    total: row({ id: '', type: 'network', layers: bare.length, last, cost: whole }),
    memory: trainingMemory(network, settings),
    complete: network.totals.complete,
  }
}

/** The rows of a drawing opened `depth` levels deep: what lies deeper stands folded into its block. */
export function foldCosts(sheet: CostSheet, depth: number): readonly CostRow[] {
  const blocks = new Map(sheet.blocks.map(block => [block.id, block]))
  const rows = new Set<CostRow>()
  for (const row of sheet.layers) {
    const parts = row.id.split('/')
    const block = parts.length > depth ? blocks.get(parts.slice(0, depth).join('/')) : undefined
    rows.add(block ?? row)
  }
  return [...rows]
}

interface Group {
  readonly id: string
  readonly type: string
  readonly layers: number
  readonly last: Layer | undefined
  readonly cost: Cost
}

interface Bare {
  readonly layer: Layer
  readonly cost: Cost
}

function blocksOf(layers: readonly Bare[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { layer, cost } of layers) {
    const parts = layer.id.split('/')
    for (let depth = 1; depth < parts.length; depth++) {
      const id = parts.slice(0, depth).join('/')
      const group = groups.get(id) ?? { id, type: 'block', layers: 0, last: layer, cost: noCost }
      groups.set(id, {
        ...group,
        layers: group.layers + 1,
        last: layer,
        cost: sumOf(group.cost, cost),
      })
    }
  }
  return [...groups.values()]
}

function rowOf({ id, type, layers, last, cost }: Group, whole: Cost, batchSize: number): CostRow {
  const parametersOf = (each: Cost) => each.trainable + each.frozen + each.notTrainable
  return {
    ...cost,
    id,
    type,
    layers,
    outputShapes: last?.outputShapes ?? null,
    field: fieldOf(last),
    intensity: cost.movedBytes > 0 ? (cost.flops * batchSize) / cost.movedBytes : null,
    share: {
      parameters: part(parametersOf(cost), parametersOf(whole)),
      macs: part(cost.macs, whole.macs),
      flops: part(cost.flops, whole.flops),
      memory: part(cost.trainingBytes, whole.trainingBytes),
    },
  }
}

function fieldOf(layer: Layer | undefined): Field | null {
  if (!layer?.receptiveField || !layer.strideProduct) return null
  return { size: layer.receptiveField, stride: layer.strideProduct, centre: layer.fieldCentre }
}

function part(value: number, whole: number): number {
  return whole === 0 ? 0 : value / whole
}
