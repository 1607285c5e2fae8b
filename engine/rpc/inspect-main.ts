// The child process of inspect-data.ts: one question, one answer.
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { DataInspection } from '../../shared/rpc/engine-contract.ts'
import type { WantedData } from '../../shared/runs/wanted-data.ts'
import type { Dataset } from '../data/dataset.ts'
import { loadDataset } from '../data/load-dataset.ts'
import { choosePictures } from './choose-pictures.ts'

export interface ToInspector {
  readonly spec: DatasetSpec
  readonly folder: string
  readonly wanted: WantedData | undefined
  readonly pictures: number
}

type Pictures = NonNullable<DataInspection['pictures']>

export type FromInspector =
  | {
      readonly kind: 'done'
      readonly inspection: Omit<DataInspection, 'pictures'> & {
        readonly pictures: Omit<Pictures, 'pixels'> | null
      }
      readonly pixels: Uint8Array | null
    }
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly file: string | undefined
      readonly offset: number | undefined
    }

process.once('message', (question: ToInspector) => {
  inspect(question).then(answer, thrown => answer(failure(thrown)))
})
process.once('disconnect', () => process.exit(0))

function answer(message: FromInspector): void {
  process.send?.(message)
}

async function inspect({ spec, folder, wanted, pictures }: ToInspector): Promise<FromInspector> {
  const data = await loadDataset(spec, { folder, wanted })
  const chosen = choosePictures(data, pictures)
  const { examples } = data.training
  const inspection = {
    name: data.name,
    counts: {
      training: data.training.count,
      validation: data.validation.count,
      test: data.test?.count ?? 0,
    },
    shape: [...examples.shape],
    classNames: [...data.classNames],
    classCounts: countClasses(data),
    fingerprint: data.fingerprint,
    pictures: chosen && { ...chosen.size, labels: chosen.labels },
  }
  return { kind: 'done', inspection, pixels: chosen?.pixels ?? null }
}

function countClasses(data: Dataset): number[] {
  const { examples, rows } = data.training
  if (examples.targets.kind !== 'classes') return []
  const counts = new Array<number>(data.classNames.length).fill(0)
  for (const row of rows) {
    const label = examples.targets.values[row] ?? -1
    if (label in counts) counts[label] = (counts[label] ?? 0) + 1
  }
  return counts
}

function failure(thrown: unknown): FromInspector {
  const { file, offset } = thrown as { file?: string; offset?: number }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { kind: 'failed', message, file, offset }
}
