// The result as tables for people and as one value for programs.

import { formatBytes } from '../../shared/graph/format.ts'
import type { AnalysisTimes, LoopShare, StartTimes } from './beside.ts'
import type { MeasuredMemory } from './memory.ts'
import type { PaintTimes } from './paint.ts'
import { formatRate, type Measurement, median } from './rounds.ts'
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
  readonly analysis: readonly AnalysisTimes[] | null
  /** Null where the system does not tell how large a process has been. */
  readonly memory: readonly MeasuredMemory[] | null
  /** Null where no Chromium is. */
  readonly paint: readonly PaintTimes[] | null
}

/** What the project promises of itself: the median over the rounds of a ratio within each round. */
export interface Ratio {
  readonly what: string
  readonly value: number
  /** Null where nothing is promised. */
  readonly atLeast: number | null
}

interface Comparison {
  readonly what: string
  readonly ours: string
  /** The ways of one other program; its fastest counts. */
  readonly others: readonly string[]
  readonly atLeast?: number
  /** Where it is promised; everywhere without it. */
  readonly task?: Task['name']
}

const wide = 'layerloom-float32'
const narrow = 'layerloom-mixedBfloat16'
const comparisons: readonly Comparison[] = [
  {
    what: 'float32 to Keras at its best',
    ours: wide,
    others: ['keras', 'keras-graph'],
    atLeast: 1.2,
  },
  { what: 'float32 to PyTorch eager float32', ours: wide, others: ['torch'], atLeast: 1 },
  { what: 'float32 to tfjs-node fit', ours: wide, others: ['tfjs'] },
  {
    what: 'mixedBfloat16 to our float32',
    ours: narrow,
    others: [wide],
    atLeast: 1.7,
    task: 'resnet-20',
  },
  { what: 'mixedBfloat16 to Keras mixed_bfloat16', ours: narrow, others: ['keras-bfloat16'] },
  { what: 'mixedBfloat16 to PyTorch bfloat16 autocast', ours: narrow, others: ['torch-bfloat16'] },
]

export function ratiosOf({
  task,
  measurements,
}: Pick<TaskReport, 'task' | 'measurements'>): readonly Ratio[] {
  return comparisons.flatMap(({ what, ours, others, atLeast, task: only = task.name }) => {
    const own = measurements.find(({ contender }) => contender.id === ours)
    const [best] = measurements
      .filter(({ contender }) => others.includes(contender.id))
      .sort((a, b) => b.median - a.median)
    if (!own || !best) return []
    const value = median(own.rates.map((rate, round) => rate / (best.rates[round] ?? Number.NaN)))
    return [{ what, value, atLeast: only === task.name ? (atLeast ?? null) : null }]
  })
}

export function printReport({ machine, load, tasks, analysis, memory, paint }: Report): string {
  return [
    '',
    `${machine}, load ${load.toFixed(1)} before the run; images per second, median of the rounds.`,
    ...tasks.flatMap(printTask),
    ...printAnalysis(analysis ?? []),
    ...(memory === null ? [] : printMemory(memory)),
    ...(paint ?? []).flatMap(printPaint),
    '',
  ].join('\n')
}

function printTask(report: TaskReport): readonly string[] {
  const { task, measurements, start, share } = report
  const rows = measurements.map(({ contender, median: middle, rates }) =>
    row(contender.label, formatRate(middle), rates.map(formatRate).join('  ')),
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

function printAnalysis(times: readonly AnalysisTimes[]): readonly string[] {
  return times.flatMap(({ what, first, warm, edit, promised, kerasBuild }) => [
    '',
    `Analysis of ${what}`,
    row('All of it, in an open editor', `${warm.toFixed(2)} ms`, verdict(promised.warm / warm, 1)),
    row(
      'After an edit',
      `${edit.toFixed(2)} ms`,
      promised.edit ? verdict(promised.edit / edit, 1) : '',
    ),
    row('First in a process', `${first.toFixed(1)} ms`),
    ...(kerasBuild === null ? [] : [row('Keras builds the same', `${kerasBuild.toFixed(0)} ms`)]),
  ])
}

/** Promised: within a quarter. */
function printMemory(rows: readonly MeasuredMemory[]): readonly string[] {
  return [
    '',
    'Memory of training, over the idle trainer at the second step: measured, and the estimate',
    ...rows.map(({ template, batchSize, precision = 'float32', measured, estimated }) =>
      row(
        `${template}, batch ${batchSize}, ${precision}`,
        formatBytes(measured),
        `${formatBytes(estimated)}, × ${(estimated / measured).toFixed(2)}   ${verdict(0.25 / Math.abs(estimated / measured - 1), 1)}`,
      ),
    ),
  ]
}

/** Promised: the next frame of a display that shows sixty a second. */
const frame = 16

function printPaint({ what, page, paint, code }: PaintTimes): readonly string[] {
  return [
    '',
    `An edit in the browser: ${what}`,
    row('To the finished page', `${page.toFixed(1)} ms`),
    row(
      'To the painted frame, the display’s wait too',
      `${paint.toFixed(1)} ms`,
      verdict(frame / paint, 1),
    ),
    row('To the code beside it', `${code.toFixed(1)} ms`),
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
        report.measurements.map(({ contender, ...measured }) => [contender.id, measured]),
      ),
      ratios: ratiosOf(report),
      start: report.start,
      share: report.share,
    })),
  }
}
