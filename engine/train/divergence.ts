// A loss that is no number: where it came from, as far as the values tell.
import type { LabelledBatch, Session } from '../compile/session-types.ts'
import { RunError } from './run-error.ts'

export class DivergenceError extends RunError {
  readonly layer: string | null

  constructor(message: string, layer: string | null) {
    super('input', 'loss-not-finite', message)
    this.layer = layer
  }
}

/** `step` is the one that failed, from 1. */
export function divergence(
  session: Session,
  batch: LabelledBatch,
  step: number,
  learningRate: number,
  loss: number,
): DivergenceError {
  const what = Number.isNaN(loss) ? 'not a number' : 'infinite'
  const said = `The loss became ${what} at step ${step.toLocaleString('en-US')} with learning rate ${learningRate}.`
  const kept = 'The last checkpoint with finite weights is kept.'
  if (!areFinite(Object.values(batch.inputs)) || !areFinite(Object.values(batch.labels))) {
    return new DivergenceError(
      `${said} The data of this step holds values that are not finite: replace them. ${kept}`,
      null,
    )
  }
  const weight = firstNonFinite(session.readWeights())
  const layer = weight === null ? null : weight.slice(0, weight.lastIndexOf('/'))
  const where = weight === null ? 'All weights are finite.' : `The first such weight is ${weight}.`
  const advice = `Use a smaller learning rate, for example ${suggestRate(learningRate)}.`
  return new DivergenceError(`${said} ${where} ${advice} ${kept}`, layer)
}

function suggestRate(learningRate: number): number {
  return Number(Math.min(learningRate / 10, 0.01).toPrecision(1))
}

/** In the order of the network, so the layer nearest to the input is named. */
function firstNonFinite(weights: ReadonlyMap<string, Float32Array>): string | null {
  for (const [name, values] of weights) if (!areFinite([values])) return name
  return null
}

function areFinite(arrays: readonly (Float32Array | Int32Array)[]): boolean {
  return arrays.every(values => values.every(Number.isFinite))
}
