// The same network in Keras, with the same weights and the same batches.
import { readFileSync } from 'node:fs'
import type { Compilation } from '../../../engine/compile/compilation.ts'
import type { LabelledBatch } from '../../../engine/compile/session-types.ts'
import type { NetworkDocument, Optimizer } from '../../../shared/document/types.ts'
import { runPythonJson } from '../../python.ts'

export interface KerasJob {
  readonly document: NetworkDocument
  readonly compilation: Compilation
  readonly weights: ReadonlyMap<string, Float32Array>
  /** Predicted after training. */
  readonly probe: LabelledBatch
  readonly train?: { readonly optimizer: Optimizer; readonly batches: readonly LabelledBatch[] }
}

export interface KerasResult {
  readonly losses?: readonly number[]
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly outputs: Readonly<Record<string, readonly number[]>>
}

export async function runKeras(jobs: readonly KerasJob[]): Promise<readonly KerasResult[]> {
  const program = readFileSync(new URL('./keras_peer.py', import.meta.url), 'utf8')
  const input = jobs.map(job => ({
    document: job.document,
    weights: Object.fromEntries([...job.weights].map(([name, values]) => [name, [...values]])),
    ...asJson(job.compilation, job.probe),
    ...(job.train && {
      train: {
        optimizer: job.train.optimizer,
        targets: job.compilation.targets,
        batches: job.train.batches.map(batch => asJson(job.compilation, batch)),
      },
    }),
  }))
  return (await runPythonJson(program, { input, timeoutSeconds: 300 })) as readonly KerasResult[]
}

function asJson({ inputs, targets }: Compilation, batch: LabelledBatch) {
  const port = (values: ArrayLike<number> | undefined, shape: readonly number[], type: string) => ({
    values: [...Array.from(values ?? [])],
    shape,
    type,
  })
  return {
    count: batch.count,
    inputs: Object.fromEntries(
      inputs.map(({ id, shape }) => [id, port(batch.inputs[id], shape, 'float32')]),
    ),
    labels: Object.fromEntries(
      targets.map(({ id, shape, type }) => [
        id,
        port(batch.labels[id], type === 'int32' ? shape.slice(0, -1) : shape, type),
      ]),
    ),
  }
}

/** Random inputs and fitting labels, the same for the same seed. */
export function randomBatch(
  { inputs, targets }: Compilation,
  count: number,
  seed: number,
): LabelledBatch {
  const draw = generator(seed)
  const size = (shape: readonly number[]) =>
    shape.reduce((product, length) => product * length, count)
  return {
    count,
    inputs: Object.fromEntries(
      inputs.map(({ id, shape }) => [
        id,
        Float32Array.from({ length: size(shape) }, () => draw() * 2 - 1),
      ]),
    ),
    labels: Object.fromEntries(
      targets.map(({ id, shape, type, loss }) => [
        id,
        type === 'int32'
          ? Int32Array.from({ length: size(shape.slice(0, -1)) }, () =>
              Math.floor(draw() * (shape.at(-1) ?? 1)),
            )
          : Float32Array.from({ length: size(shape) }, () =>
              loss === 'binaryCrossentropy' ? Math.round(draw()) : draw(),
            ),
      ]),
    ),
  }
}

/** Mulberry32. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Largest difference over the largest number. */
export function relativeDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY
  let difference = 0
  let size = 0
  for (let index = 0; index < theirs.length; index += 1) {
    const [a, b] = [ours[index] ?? Number.NaN, theirs[index] ?? Number.NaN]
    if (Number.isNaN(a)) return Number.POSITIVE_INFINITY
    difference = Math.max(difference, Math.abs(a - b))
    size = Math.max(size, Math.abs(b))
  }
  return size === 0 ? difference : difference / size
}
