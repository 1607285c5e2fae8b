// A run for a person at a terminal: what it is, a moving line, a row per epoch, how it ended.
import type { RunResult } from '../../engine/train/run-types.ts'
import { printDatasetSpec } from '../../shared/document/dataset-spec.ts'
import { formatDuration, formatRate } from '../../shared/graph/format.ts'
import type {
  EpochEvent,
  OutputMetrics,
  ProgressEvent,
  RunPoint,
  RunRecord,
  StartEvent,
} from '../../shared/runs/events.ts'
import { paint, printLine } from './print.ts'
import { bar, createStatusLine } from './progress-bar.ts'

export interface TrainingView {
  show(record: RunRecord): void
  say(text: string): void
  end(result: RunResult): void
}

/** `since`: when this session began, in milliseconds since 1970; what earlier ones said is passed over. */
export function createTrainingView(folder: string, since: number): TrainingView {
  const status = createStatusLine()
  let start: StartEvent | undefined
  let headed = false
  const say = (text: string) => {
    status.clear()
    printLine(text)
  }
  const showEpoch = (event: EpochEvent) => {
    if (!headed) say(paint(epochHead(event), 'dim'))
    headed = true
    say(epochRow(event, start?.epochs ?? 0))
    for (const line of outputLines(event)) say(paint(line, 'dim'))
  }
  return {
    say,
    show(record) {
      if (record.time < since) return
      if (record.event === 'preparing') status.show(preparing(record))
      else if (record.event === 'start') {
        start = record
        for (const line of startLines(record)) say(line)
      } else if (record.event === 'progress') status.show(progressLine(record, start?.epochs ?? 0))
      else if (record.event === 'epoch') showEpoch(record)
      else if (record.event === 'warning') say(`${paint('warning', 'yellow')}  ${record.message}`)
    },
    end(result) {
      status.clear()
      if (result.reason === 'failed') return
      const lines = start && isComplete(start) ? doneLines(start, folder) : endLines(result, folder)
      for (const line of lines) printLine(line)
    },
  }
}

function preparing(record: { what: string; done?: number; total?: number }): string {
  const { what, done, total } = record
  return done === undefined || !total ? `${what} …` : `${what} ${bar(done / total, 20)}`
}

const number = (value: number) => value.toLocaleString('en-US')

function counted(value: number, what: string): string {
  return `${number(value)} ${what}${value === 1 ? '' : 's'}`
}

/** A run that was resumed with nothing left to do. */
function isComplete({ step, totalSteps }: StartEvent): boolean {
  return step >= totalSteps
}

function doneLines({ epochs }: StartEvent, folder: string): string[] {
  return [
    `Every epoch was done before (${epochs} of ${epochs}), so nothing was trained. Train on with --resume --epochs ${2 * epochs}.`,
    `The run is in ${folder}.`,
  ]
}

function startLines(event: StartEvent): string[] {
  const { settings, examples } = event
  const { optimizer, batchSize, seed, threads, precision } = settings
  const data = `${printDatasetSpec(settings.dataset)}: ${number(examples.training)} training, ${number(examples.validation)} validation examples`
  const how = [
    `${optimizer.kind} at ${formatRate(optimizer.learningRate)}`,
    `batch ${number(batchSize)}`,
    `${counted(event.epochs, 'epoch')} of ${counted(event.stepsPerEpoch, 'step')}`,
    `seed ${seed}`,
    counted(threads, 'thread'),
    ...(precision === 'float32' ? [] : [precision]),
  ]
  return [
    `${paint(event.name, 'bold')}  ${number(event.parameters)} parameters`,
    data,
    how.join(', '),
    ...(batchSize > examples.training
      ? [
          `The batch is larger than the data: each epoch is one step of ${counted(examples.training, 'example')}.`,
        ]
      : []),
    ...(event.resumed && !isComplete(event) ? [`continued after step ${number(event.step)}`] : []),
  ]
}

function progressLine(event: ProgressEvent, epochs: number): string {
  const { epoch, epochStep, stepsPerEpoch, secondsLeft } = event
  const digits = String(stepsPerEpoch).length
  return [
    `epoch ${epoch}/${epochs}`,
    bar(epochStep / stepsPerEpoch, 24),
    `${String(epochStep).padStart(digits)}/${stepsPerEpoch}`,
    `loss ${decimal(event.epochLoss)}`,
    ...(event.epochAccuracy === undefined ? [] : [`accuracy ${percent(event.epochAccuracy)}`]),
    `${number(Math.round(event.examplesPerSecond))}/s`,
    ...(secondsLeft === null ? [] : [`${formatDuration(secondsLeft)} left`]),
  ].join('  ')
}

interface Cell {
  readonly title: string
  readonly text: string
}

function epochCells(event: EpochEvent, epochs: number): Cell[] {
  const optional = (title: string, value: number | null | undefined, print: typeof decimal) =>
    value === undefined ? [] : [{ title, text: print(value) }]
  return [
    { title: 'epoch', text: epochs === 0 ? `${event.epoch}` : `${event.epoch}/${epochs}` },
    { title: 'loss', text: decimal(event.loss) },
    ...optional('accuracy', event.accuracy, percent),
    ...optional('val loss', event.valLoss, decimal),
    ...optional('val accuracy', event.valAccuracy, percent),
    { title: 'examples/s', text: number(Math.round(event.examplesPerSecond)) },
    { title: 'time', text: formatDuration(event.seconds) },
  ]
}

function epochHead(event: EpochEvent): string {
  return epochCells(event, 0)
    .map(({ title }) => title.padStart(widthOf(title)))
    .join('  ')
}

function epochRow(event: EpochEvent, epochs: number): string {
  return epochCells(event, epochs)
    .map(({ title, text }) => text.padStart(widthOf(title)))
    .join('  ')
}

/** A line for each output of a network with several, under the sums of its epoch. */
function outputLines({ outputs = {}, valOutputs = {} }: EpochEvent): string[] {
  const figures = (own: OutputMetrics | undefined, name: string) => [
    ...(own ? [`${name}loss ${decimal(own.loss)}`] : []),
    ...(own?.accuracy === undefined ? [] : [`${name}accuracy ${percent(own.accuracy)}`]),
  ]
  return Object.entries(outputs).map(([id, own]) => {
    const all = [...figures(own, ''), ...figures(valOutputs[id], 'val ')]
    return `          ${id}  ${all.join('  ')}`
  })
}

function widthOf(title: string): number {
  return Math.max(title.length, 8)
}

function endLines(result: RunResult, folder: string): string[] {
  const { reason, best, last, seconds } = result
  const time = formatDuration(seconds)
  if (reason === 'stopped') {
    return [`Stopped after ${time}. The same command with --resume continues it.`]
  }
  return [
    `Finished after ${time}.${best ? ` Best: epoch ${best.epoch}, ${pointText(best)}.` : ''}`,
    ...(last && best && last.epoch !== best.epoch
      ? [`Last: epoch ${last.epoch}, ${pointText(last)}.`]
      : []),
    `The run is in ${folder}.`,
  ]
}

function pointText(point: RunPoint): string {
  if (point.valAccuracy !== undefined) return `validation accuracy ${percent(point.valAccuracy)}`
  if (point.valLoss !== undefined) return `validation loss ${decimal(point.valLoss)}`
  return `loss ${decimal(point.loss)}`
}

function decimal(value: number | null): string {
  if (value === null) return 'not finite'
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toFixed(4)
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(2)} %`
}
