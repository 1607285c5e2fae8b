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
  readonly document: NetworkDocument
  /** Other sizes by their own names: parameters that differ from the document's. */
  readonly variants?: readonly Variant[]
}

export interface Variant {
  readonly name: string
  readonly title: string
  readonly parameters: Readonly<Record<string, Json>>
}
