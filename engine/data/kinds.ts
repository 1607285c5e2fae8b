// The list of kinds of data. A new one is a file with a `DatasetKind` and a line here.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { WantedData } from '../../shared/runs/wanted-data.ts'
import type { LoadedExamples } from './dataset.ts'
import { glyphs } from './glyphs.ts'
import { idx } from './idx.ts'
import { npz } from './npz.ts'

export interface LoadProgress {
  /** What is being read or made, for a status line. */
  readonly what: string
  readonly done: number
  readonly total: number
}

export interface LoadOptions {
  /** The network's inputs and outputs; without it one input with one kind of answers is read. */
  readonly wanted?: WantedData | undefined
  /** Relative paths resolve against it. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined
}

export interface DatasetKind {
  readonly kind: string
  readonly label: string
  readonly path: 'none' | 'file' | 'folder'
  /** Besides `validation` and `seed`, which every kind takes. */
  readonly options: readonly ('label' | 'test' | 'count')[]
  load(spec: DatasetSpec & { readonly seed: number }, options: LoadOptions): Promise<LoadedExamples>
}

export const datasetKinds: readonly DatasetKind[] = [glyphs, idx, npz]
