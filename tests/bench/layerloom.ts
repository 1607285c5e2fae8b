// Our own program as a person runs it: `train` with files, log, metrics and checkpoints.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Precision } from '../../shared/document/types.ts'
import type { EpochEvent, RunRecord, StartEvent } from '../../shared/runs/events.ts'
import { runChild, threads } from './child.ts'
import type { Segment } from './contender.ts'
import type { Task } from './tasks.ts'

export const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export interface Training {
  readonly records: readonly RunRecord[]
  /** Milliseconds from the start of the command to its first word and to its first finished step. */
  readonly firstWord: number
  readonly firstStep: number
}

export async function runLayerloom(
  task: Task,
  epochs: number,
  precision: Precision,
): Promise<Segment> {
  const { records } = await train(task, epochs + 1, precision)
  const ends = records.filter(isEpoch)
  const [first, last] = [ends[0], ends.at(-1)]
  const start = records.find(isStart)
  if (!first || !last || !start) throw new Error('The run said nothing of its epochs.')
  const seconds = (last.time - first.time) / 1000
  return {
    imagesPerSecond: (task.images * epochs) / seconds,
    trainable: start.trainable,
    loss: last.loss ?? Number.NaN,
  }
}

export async function train(task: Task, epochs: number, precision: Precision): Promise<Training> {
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-bench-run-'))
  const run = join(folder, 'run')
  const started = performance.now()
  const heard = { firstWord: Number.NaN, firstStep: Number.NaN }
  try {
    await runChild(commandOf(task, epochs, precision, run), {
      onLine: (line, at) => {
        if (Number.isNaN(heard.firstWord)) heard.firstWord = at - started
        if (Number.isNaN(heard.firstStep) && isProgress(line)) heard.firstStep = at - started
      },
    })
    // The log has the time of every record, which the command line leaves out of epochs.
    const log = await readFile(join(run, 'events.jsonl'), 'utf8')
    const records = log.trimEnd().split('\n')
    return { ...heard, records: records.map(line => JSON.parse(line) as RunRecord) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function commandOf(
  task: Task,
  epochs: number,
  precision: Precision,
  run: string,
): readonly string[] {
  const settings = {
    '--data': task.spec,
    '--epochs': String(epochs),
    '--batch-size': String(task.batchSize),
    '--precision': precision,
    '--threads': String(threads),
    '--out': run,
  }
  const flags = Object.entries(settings).flat()
  return [process.execPath, program, 'train', task.document, ...flags, '--json']
}

type Stamped<E> = E & { readonly time: number }

function isEpoch(record: RunRecord): record is RunRecord & Stamped<EpochEvent> {
  return record.event === 'epoch'
}

function isStart(record: RunRecord): record is RunRecord & StartEvent {
  return record.event === 'start'
}

function isProgress(line: string): boolean {
  return (JSON.parse(line) as { event?: string }).event === 'progress'
}
