// A B C D A B C D …: the machine's mood changes within minutes, so only neighbours are compared.
import type { Contender, Segment } from './contender.ts'
import type { Task } from './tasks.ts'

export interface Measurement {
  readonly contender: Contender
  /** Images per second of each round. */
  readonly rates: readonly number[]
  readonly median: number
  readonly loss: number
}

export interface Plan {
  readonly rounds: number
  /** Counted epochs in each segment. */
  readonly epochs: number
  readonly tell: (text: string) => void
}

export async function compare(
  task: Task,
  contenders: readonly Contender[],
  plan: Plan,
): Promise<readonly Measurement[]> {
  const segments = new Map<Contender, Segment[]>(contenders.map(each => [each, []]))
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const contender of contenders) {
      const segment = await contender.run(task, plan.epochs)
      segments.get(contender)?.push(segment)
      const rate = formatRate(segment.imagesPerSecond)
      plan.tell(`${task.title}, round ${round} of ${plan.rounds}: ${contender.label} ${rate}`)
    }
  }
  requireSameNetwork(segments)
  return [...segments].map(([contender, measured]) => {
    const rates = measured.map(segment => segment.imagesPerSecond)
    return { contender, rates, median: median(rates), loss: measured.at(-1)?.loss ?? Number.NaN }
  })
}

/** A program that trained another network, or did not learn, has not taken part. */
function requireSameNetwork(segments: ReadonlyMap<Contender, readonly Segment[]>): void {
  const all = [...segments].flatMap(([{ label }, measured]) =>
    measured.map(segment => ({ label, ...segment })),
  )
  const [first] = all
  for (const { label, trainable, loss } of all) {
    if (trainable !== first?.trainable) {
      throw new Error(
        `${label} trains ${trainable} numbers, ${first?.label} ${first?.trainable}: the networks differ.`,
      )
    }
    if (!Number.isFinite(loss)) throw new Error(`${label} ended with a loss of ${loss}.`)
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

export function formatRate(imagesPerSecond: number): string {
  const digits = imagesPerSecond < 100 ? 1 : 0
  return imagesPerSecond.toLocaleString('en-US', { maximumFractionDigits: digits })
}
