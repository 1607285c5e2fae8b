// Means and variances of many batches together, in doubles, written into the weights that hold them.
import type { InputBatch, Session } from './session-types.ts'

interface Moments {
  readonly count: number
  readonly mean: Float32Array
  readonly variance: Float32Array
}

interface Total {
  count: number
  readonly mean: Float64Array
  /** Sums of squared distances from the mean. */
  readonly squares: Float64Array
}

export function* batchMoments(
  id: string,
  batches: () => Iterable<InputBatch>,
  momentsOf: (id: string, batch: InputBatch) => Moments,
): Generator<Moments> {
  for (const batch of batches()) yield momentsOf(id, batch)
}

/** One layer after another: what reaches the second has been through the first. */
export function adaptWeights(
  layers: readonly string[],
  { readWeights, writeWeights }: Pick<Session, 'readWeights' | 'writeWeights'>,
  momentsOf: (layer: string) => Iterable<Moments>,
): void {
  for (const layer of layers) {
    const total = merge(momentsOf(layer))
    if (total === null) continue
    const variance = total.squares.map(squares => squares / total.count)
    writeWeights(
      new Map([
        ...readWeights(),
        [`${layer}/mean`, Float32Array.from(total.mean)],
        [`${layer}/variance`, Float32Array.from(variance)],
      ]),
    )
  }
}

/** Chan, Golub and LeVeque's update; examples of one layer hold equally many numbers, so their count is enough. */
function merge(all: Iterable<Moments>): Total | null {
  let total: Total | null = null
  for (const { count, mean, variance } of all) {
    total ??= {
      count: 0,
      mean: new Float64Array(mean.length),
      squares: new Float64Array(mean.length),
    }
    const whole = total.count + count
    for (const [at, value] of mean.entries()) {
      const apart = value - (total.mean[at] ?? 0)
      total.mean[at] = (total.mean[at] ?? 0) + (apart * count) / whole
      total.squares[at] =
        (total.squares[at] ?? 0) +
        (variance[at] ?? 0) * count +
        (apart * apart * total.count * count) / whole
    }
    total.count = whole
  }
  return total
}
