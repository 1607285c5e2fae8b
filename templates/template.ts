import type { Json, NetworkDocument } from '../shared/document/types.ts'

/** A built-in network: a document, where it comes from, and its published sizes. */
export interface Template {
  /** Word on the command line, `lenet-5`. */
  readonly name: string
  /** Shown as a heading in the gallery: networks that differ in parameters only share one. */
  readonly family: string
  readonly title: string
  readonly year: number
  /** Authors and title of the paper, or where the network comes from. */
  readonly paper: string
  /** What is worth knowing about it, in one paragraph. */
  readonly idea: string
  /** The error that was published for it: how many per cent, of what, on which data. */
  readonly error?: string
  readonly document: NetworkDocument
  /** Other sizes by their own names: parameters that differ from the document's. */
  readonly variants?: readonly Variant[]
  /** Words that stand for parameters: `--set shortcut=none` for two flags of the drawing. */
  readonly choices?: Readonly<Record<string, Choice>>
}

type Parameters = Readonly<Record<string, Json>>

export interface Variant {
  readonly name: string
  readonly title: string
  readonly parameters: Parameters
  readonly error?: string
}

/** The parameters that each word sets. */
export type Choice = Readonly<Record<string, Parameters>>
