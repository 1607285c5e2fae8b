// The analysed network: what every part after the analysis (compiler, emitters, canvas) reads.
import type { JsonObject } from '../document/types.ts'
import type { AnyLayer, Mend, Repair, Shape, Weight } from '../layers/define.ts'
import type { Facts } from './facts.ts'
import type { Memory } from './layer.ts'

export type Severity = 'error' | 'warning' | 'hint'

/** Where a node is written: in the document itself (`block` null) or in one of its blocks. */
export interface Definition {
  readonly block: string | null
  readonly id: string
}

/** A repair together with the node that it changes. `applyFix` in document/fixes carries it out. */
export interface Fix extends Mend {
  readonly repair: Exclude<Repair, { readonly kind: 'removeSource' }>
  readonly at: Definition
}

export interface Problem {
  /** Stable name, `window-too-large`; the help has a page for each. */
  readonly code: string
  readonly severity: Severity
  /** Path id of the first instance, null where the document as a whole is meant. */
  readonly node: string | null
  readonly in?: Definition
  /** The wire that is at fault, by the path ids of its ends. */
  readonly edge?: { readonly source: string; readonly target: string }
  /** The parameter that is at fault. */
  readonly parameter?: string
  /** `data`: the network is sound, but the chosen data does not go with it. It hinders training only. */
  readonly about?: 'data'
  /** One sentence with the numbers in it. */
  readonly message: string
  /** Best first. */
  readonly fixes: readonly Fix[]
}

/** A node after expansion: no blocks, no expressions, a path id such as `stage3/2/conv1`. */
export interface FlatNode {
  readonly id: string
  readonly type: string
  readonly params: JsonObject
  readonly name?: string
  readonly definition: Definition
  /** Absolute group name; nodes with the same one share their weights. */
  readonly sharedWeights?: string
  readonly silenced?: Readonly<Record<string, string>>
}

export interface FlatEdge {
  readonly source: string
  readonly target: string
  readonly sourceHandle?: string
  readonly targetHandle?: string
}

/** A plain node and what the analysis found of it last. An edit leaves most of them as they are. */
export interface PlainNode {
  readonly node: FlatNode
  memory: Memory | undefined
}

/** What `expand` makes of a document. Problems here are those of blocks and expressions. */
export interface Expansion {
  readonly nodes: readonly FlatNode[]
  /** The same nodes, each with its memory. */
  readonly plain: readonly PlainNode[]
  readonly edges: readonly FlatEdge[]
  readonly problems: readonly Problem[]
}

/** One value that a layer reads: an output of another layer. */
export interface Source {
  readonly layer: string
  /** Which output, 0 where there is one. */
  readonly output: number
}

/** Resolved parameters; their types follow from the declaration's schema. */
export type ResolvedParams = Readonly<Record<string, unknown>>

export interface Layer {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly definition: Definition
  /** Null for an unknown type. */
  readonly declaration: AnyLayer | null
  /** Null where a parameter is wrong. */
  readonly params: ResolvedParams | null
  /** In port order (file order for merges). */
  readonly inputs: readonly Source[]
  readonly inputShapes: readonly Shape[]
  /** One shape per output; null where it cannot be known. */
  readonly outputShapes: readonly Shape[] | null
  /** What follows from its parameters and input shapes alone: layers that agree in these share it. */
  readonly facts: Facts
  readonly weights: Readonly<Record<string, Weight>>
  /** Path id of the layer that holds the weights: another one only where they are shared. */
  readonly weightsOf: string
  /** Numbers learned or kept; 0 on every further user of shared weights. */
  readonly parameterCount: number
  readonly trainableCount: number
  readonly macs: number
  /** Input positions that one output sees, per spatial axis; null: all of it, or unknown. */
  readonly receptiveField: readonly number[] | null
  /** Input positions between neighbouring outputs, per spatial axis. */
  readonly strideProduct: readonly number[] | null
  /** Where the first output looks, in input positions from 0; null where it is not known. */
  readonly fieldCentre: readonly number[] | null
  /** Bytes of the outputs for one example in float32; 0 for views. */
  readonly activationBytes: number
  /** True where an input reaches it. */
  readonly reached: boolean
}

export interface Totals {
  readonly parameters: number
  readonly trainable: number
  readonly nonTrainable: number
  readonly macs: number
  readonly flops: number
  readonly weightBytes: number
  /** For one example. */
  readonly activationBytes: number
  /** Estimate for the document's batch size and optimizer. */
  readonly peakTrainingBytes: number
  /** False while a layer has no shape: the totals are then lower bounds. */
  readonly complete: boolean
  /** Without what only training needs; absent where that is nothing. */
  readonly inUse?: Omit<
    Totals,
    'trainable' | 'nonTrainable' | 'peakTrainingBytes' | 'complete' | 'inUse'
  >
}

/** Ids of the outputs that only training knows, and of the layers that lead to nothing else. */
export interface TrainingOnly {
  readonly outputs: ReadonlySet<string>
  readonly layers: ReadonlySet<string>
}

export interface Network {
  readonly name: string
  /** In an order of execution. Layers on a cycle come last, without shapes. */
  readonly layers: readonly Layer[]
  readonly byId: ReadonlyMap<string, Layer>
  readonly inputs: readonly string[]
  /** Layers behind an input without outgoing wires, in file order. */
  readonly outputs: readonly string[]
  readonly trainingOnly: TrainingOnly
  readonly totals: Totals
  /** Errors first, then in file order. */
  readonly problems: readonly Problem[]
  /** Warnings and hints that the drawing silences, with the reason it gives. */
  readonly silenced: readonly Silenced[]
}

/** A network before its problems are known. */
export type Unjudged = Omit<Network, 'problems' | 'silenced'>

export interface Silenced {
  readonly problem: Problem
  readonly reason: string
}

/** The errors that keep the network from being computed; data that does not fit it is none. */
export function errorsOf(network: Network): readonly Problem[] {
  return network.problems.filter(({ severity, about }) => severity === 'error' && about !== 'data')
}
