// The result as tables for people and as one value for programs.
import type { AnalysisTimes, LoopShare, StartTimes } from './beside.ts'
import { formatRate, type Measurement } from './rounds.ts'
import type { Task } from './tasks.ts'

export interface TaskReport {
  readonly task: Task
  readonly measurements: readonly Measurement[]
  readonly start: StartTimes
  readonly share: LoopShare
}

export interface Report {
  readonly machine: string
  readonly load: number
  readonly tasks: readonly TaskReport[]
  readonly analysis: AnalysisTimes | null
}

/** What the project promises of itself, as a ratio of two medians of the same run. */
export interface Ratio {
  readonly what: string
  readonly value: number
  /** Null where nothing is promised. */
  readonly atLeast: number | null
}

const ours = 'layerloom-float32'
const oursNarrow = 'layerloom-mixedBfloat16'

export function ratiosOf({ task, measurements }: TaskReport): readonly Ratio[] {
  const best = (...ids: readonly string[]) => {
    const found = measurements.filter(({ contender }) => ids.includes(contender.id))
    return found.length === 0 ? undefined : Math.max(...found.map(({ median }) => median))
  }
  const ratio = (what: string, a?: number, b?: number, atLeast: number | null = null) =>
    a === undefined || b === undefined ? [] : [{ what, value: a / b, atLeast }]
  const [wide, narrow] = [best(ours), best(oursNarrow)]
  const isResnet = task.name === 'resnet-20'
  return [
    ...ratio('float32 to Keras at its best', wide, best('keras', 'keras-graph'), 1.2),
    ...ratio('float32 to PyTorch eager float32', wide, best('torch'), 1),
    ...ratio('float32 to tfjs-node fit', wide, best('tfjs')),
    ...ratio('mixedBfloat16 to our float32', narrow, wide, isResnet ? 1.7 : null),
    ...ratio('mixedBfloat16 to Keras mixed_bfloat16', narrow, best('keras-bfloat16')),
    ...ratio('mixedBfloat16 to PyTorch bfloat16 autocast', narrow, best('torch-bfloat16')),
  ]
}

export function printReport({ machine, load, tasks, analysis }: Report): string {
  return [
    '',
    `${machine}, load ${load.toFixed(1)} before the run; images per second, median of the rounds.`,
    ...tasks.flatMap(printTask),
    ...(analysis === null ? [] : printAnalysis(analysis)),
    '',
  ].join('\n')
}

function printTask(report: TaskReport): readonly string[] {
  const { task, measurements, start, share } = report
  const rows = measurements.map(({ contender, median, rates }) =>
    row(contender.label, formatRate(median), rates.map(formatRate).join('  ')),
  )
  return [
    '',
    `${task.title}, batch ${task.batchSize}`,
    ...rows,
    '',
    ...ratiosOf(report).map(({ what, value, atLeast }) =>
      row(what, `× ${value.toFixed(2)}`, verdict(value, atLeast)),
    ),
    '',
    row('From `train` to its first word', `${start.firstWord.toFixed(0)} ms`),
    row('From `train` to its first step', `${start.firstStep.toFixed(0)} ms`),
    row('A step in TensorFlow', `${share.call.toFixed(2)} ms`),
    row('The loop around it', `${share.outside.toFixed(2)} ms`),
    row(
      'A checkpoint',
      `${share.checkpoint.toFixed(0)} ms`,
      `${(share.checkpointShare * 100).toFixed(1)} % of the time`,
    ),
  ]
}

function printAnalysis({ first, warm, kerasBuild }: AnalysisTimes): readonly string[] {
  return [
    '',
    'Analysis of all of ResNet-20',
    row('Layerloom, in an open editor', `${warm.toFixed(2)} ms`, verdict(2 / warm, 1)),
    row('Layerloom, first in a process', `${first.toFixed(1)} ms`),
    row('Keras builds the same', `${kerasBuild.toFixed(0)} ms`),
  ]
}

function verdict(value: number, atLeast: number | null): string {
  if (atLeast === null) return ''
  const promised = atLeast === 1 ? '' : `, promised ${atLeast}`
  return value >= atLeast ? `reached${promised}` : `missed${promised}`
}

function row(label: string, value: string, note = ''): string {
  return `  ${label.padEnd(44)}${value.padStart(10)}   ${note}`.trimEnd()
}

export function toJson({ tasks, ...rest }: Report): unknown {
  return {
    ...rest,
    tasks: tasks.map(report => ({
      name: report.task.name,
      batchSize: report.task.batchSize,
      rates: Object.fromEntries(
        report.measurements.map(({ contender, rates, median, loss }) => [
          contender.id,
          { median, rates, loss },
        ]),
      ),
      ratios: ratiosOf(report),
      start: report.start,
      share: report.share,
    })),
  }
}
