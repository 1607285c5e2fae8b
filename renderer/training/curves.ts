// The curves of a run, from its records: x in epochs, one point per progress record.
import type { OutputMetrics, RunRecord } from '../../shared/runs/events.ts'

export interface Curve {
  readonly x: readonly number[]
  readonly y: readonly (number | null)[]
}

export interface Curves {
  readonly loss: Curve
  readonly accuracy: Curve
  readonly valLoss: Curve
  readonly valAccuracy: Curve
  /** Planned epochs: the end of the axis. */
  readonly epochs: number
}

interface Point {
  readonly step: number
  readonly loss: number | null
  readonly accuracy: number | null
}

const cache = new WeakMap<readonly RunRecord[], Map<string | null, Curves>>()

/** Of one output, or of the whole: null. */
export function curvesOf(records: readonly RunRecord[], output: string | null = null): Curves {
  const known = cache.get(records) ?? new Map<string | null, Curves>()
  const curves = known.get(output) ?? compute(records, output)
  cache.set(records, known.set(output, curves))
  return curves
}

/** Ids of the outputs that a run tells of, in the order of the drawing; none where there is one only. */
export function outputsOf(records: readonly RunRecord[]): readonly string[] {
  const told = records.find(({ event }) => event === 'progress' || event === 'epoch')
  return told && 'outputs' in told ? Object.keys(told.outputs ?? {}) : []
}

function compute(records: readonly RunRecord[], output: string | null): Curves {
  let perEpoch = 1
  let epochs = 1
  let steps: Point[] = []
  let checks: Point[] = []
  for (const record of records) {
    if (record.event === 'start') {
      perEpoch = record.stepsPerEpoch
      epochs = record.epochs
      // A resumed run tells the points after its checkpoint anew.
      steps = steps.filter(({ step }) => step <= record.step)
      checks = checks.filter(({ step }) => step <= record.step)
    } else if (record.event === 'progress') {
      const own = output === null ? record : record.outputs?.[output]
      if (own) steps.push(point(record.step, own))
    } else if (record.event === 'epoch' && record.valLoss !== undefined) {
      const { valLoss: loss, valAccuracy: accuracy } = record
      const whole = { loss, ...(accuracy !== undefined && { accuracy }) }
      const own = output === null ? whole : record.valOutputs?.[output]
      if (own) checks.push(point(record.step, own))
    }
  }
  const curve = (points: readonly Point[], key: 'loss' | 'accuracy'): Curve => ({
    x: points.map(({ step }) => step / perEpoch),
    y: points.map(point => point[key]),
  })
  return {
    loss: curve(steps, 'loss'),
    accuracy: curve(steps, 'accuracy'),
    valLoss: curve(checks, 'loss'),
    valAccuracy: curve(checks, 'accuracy'),
    epochs,
  }
}

function point(step: number, { loss, accuracy }: OutputMetrics): Point {
  return { step, loss, accuracy: accuracy ?? null }
}

/**
 * A moving average whose weights fall off exponentially, corrected at its beginning as in Adam, so
 * that it starts at the first value. On a log axis it averages logarithms, or a falling curve would lag. It looks back over about a twelfth of the points, so a dozen stay as they are.
 */
export function smoothed({ x, y }: Curve, axis: 'linear' | 'log' = 'linear'): Curve {
  const [into, back] = axis === 'log' ? [Math.log, Math.exp] : [Number, Number]
  const keep = 1 - 1 / Math.max(1, Math.min(40, x.length / 12))
  let sum = 0
  let weight = 0
  const values = y.map(value => {
    if (value === null || !Number.isFinite(into(value))) return null
    sum = keep * sum + (1 - keep) * into(value)
    weight = keep * weight + (1 - keep)
    return back(sum / weight)
  })
  return { x, y: values }
}

/** 1, 2 and 5 times powers of ten from `low` to `high`, both inside. */
export function logTicks(low: number, high: number): readonly number[] {
  if (!(low > 0) || !(high >= low)) return []
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const digit of [1, 2, 5]) {
      const tick = Number(`${digit}e${power}`)
      if (tick >= low && tick <= high) ticks.push(tick)
    }
  // More than seven lines crowd the panel.
  return ticks.length > 7 ? ticks.filter(tick => String(tick).replace(/[0.]/g, '') === '1') : ticks
}

/** Where an axis of shares begins: below all validations and most of the training, on a round number. */
export function lowestTick(training: Curve, validation: Curve): number {
  const climb = training.y.filter(value => value !== null).sort((a, b) => a - b)
  // The first quarter of the points is the climb that every network makes.
  const low = Math.min(
    climb[Math.floor(climb.length / 4)] ?? 0,
    ...validation.y.map(value => value ?? 1),
  )
  return [0.98, 0.96, 0.92, 0.8, 0.6].find(tick => tick < low - 0.004) ?? 0
}
