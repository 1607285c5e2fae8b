// Which epoch was the best.
import type { RunPoint } from '../../shared/runs/events.ts'

/** By validation accuracy, then validation loss; without validation by the training's own loss. */
export function isBetter(point: RunPoint, best: RunPoint | null): boolean {
  if (!best) return true
  const accuracy = compare(point.valAccuracy, best.valAccuracy)
  if (accuracy !== 0) return accuracy > 0
  const loss = compare(best.valLoss, point.valLoss)
  if (loss !== 0 || point.valLoss !== undefined) return loss > 0
  return compare(best.loss, point.loss) > 0
}

function compare(a: number | null | undefined, b: number | null | undefined): number {
  if (a === undefined || b === undefined) return 0
  return Math.sign((a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY))
}
