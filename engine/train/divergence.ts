// Numbers that are none: a loss or weights that grew beyond all bounds.
import { formatRate } from '../../shared/graph/format.ts'
import type { Session } from '../compile/session-types.ts'
import { RunError } from './run-error.ts'

export class DivergenceError extends RunError {
  /** The layer nearest to the input with such weights, where there is one. */
  readonly layer: string | null

  constructor(message: string, layer: string | null) {
    super('input', 'loss-not-finite', message)
    this.layer = layer
  }
}

/** The loss of a step, counted from 1, is not finite. */
export function lossDiverged(
  session: Session,
  step: number,
  learningRate: number,
  loss: number,
): DivergenceError {
  const what = Number.isNaN(loss) ? 'not a number' : 'infinite'
  return diverged(session, `The loss became ${what} at step ${count(step)}`, learningRate)
}

/** The loss of a step says nothing about the weights that it leaves; they are looked at when they are saved. */
export function weightsDiverged(
  session: Session,
  step: number,
  learningRate: number,
): DivergenceError {
  return diverged(session, `The weights are not finite after step ${count(step)}`, learningRate)
}

function diverged(session: Session, what: string, learningRate: number): DivergenceError {
  const weight = firstNonFinite(session.readWeights())
  const layer = weight === null ? null : weight.slice(0, weight.lastIndexOf('/'))
  const where = weight === null ? '' : ` The first weight that is not finite is ${weight}.`
  return new DivergenceError(
    `${what} with learning rate ${formatRate(learningRate)}.${where} Use a smaller learning rate, for example ${formatRate(suggestRate(learningRate))}. The last checkpoint with finite weights is kept.`,
    layer,
  )
}

function suggestRate(learningRate: number): number {
  return Number(Math.min(learningRate / 10, 0.01).toPrecision(1))
}

/** In the order of the network, so the layer nearest to the input is named. */
function firstNonFinite(weights: ReadonlyMap<string, Float32Array>): string | null {
  for (const [name, values] of weights) if (!values.every(Number.isFinite)) return name
  return null
}

function count(step: number): string {
  return step.toLocaleString('en-US')
}
