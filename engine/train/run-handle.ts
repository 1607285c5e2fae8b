// A run that is under way, seen from the engine: messages of the trainer become records, files and a result.
import { join } from 'node:path'
import type { EndEvent, RunEvent } from '../../shared/runs/events.ts'
import { writeFile } from '../files/write-file.ts'
import { isBetter } from './best-point.ts'
import { fromFailure } from './failure.ts'
import type { DataFacts, FromTrainer, TrainJob } from './messages.ts'
import type { RunError } from './run-error.ts'
import { type RunRecordFile, runFiles, writeRun } from './run-folder.ts'
import type { RunLock } from './run-lock.ts'
import type { RunLog } from './run-log.ts'
import type { RunHandle, RunResult } from './run-types.ts'
import { explainEnd, startTrainer, type TrainerEnd } from './trainer-process.ts'

interface Following {
  /** Of each operation in the trainer. */
  readonly threads: number
  readonly folder: string
  readonly lock: RunLock
  readonly log: RunLog
  readonly run: RunRecordFile
  readonly job: TrainJob
}

export async function followRun(following: Following): Promise<RunHandle> {
  const { folder, threads, lock, log, job } = following
  const notes = createNotes(following)
  const trainer = startTrainer(threads, message => notes.take(message))
  await lock.adopt(trainer.pid)
  trainer.send({ type: 'train', job })
  const started = Date.now()
  let killed = false
  const done = trainer.ended.then(end => notes.close(end, killed))
  return {
    folder,
    trainerPid: trainer.pid,
    started,
    onRecord: (listener, after = 0) => log.listen(listener, after),
    stop: () => {
      trainer.send({ type: 'stop' })
      return done
    },
    kill: () => {
      killed = true
      trainer.kill()
    },
    done,
  }
}

/** What the trainer said so far, on its way to disk. */
function createNotes({ folder, lock, log, run: first, job }: Following) {
  let run = first
  let step = job.restore?.state.step ?? 0
  let seconds = job.restore?.state.seconds ?? 0
  const started = Date.now()
  let ending: EndEvent | null = null
  let error: RunError | null = null
  let writing: Promise<void> = Promise.resolve()

  function keepRun(changes: Partial<RunRecordFile>): void {
    run = { ...run, ...changes }
    const next = run
    keep(() => writeRun(folder, next), 'run.json')
  }

  /** A full disk stops no training; the next change writes the whole file again. */
  function keep(write: () => Promise<void>, name: string): void {
    writing = writing.then(write).catch((thrown: unknown) => {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      const message = `${name} was not saved: ${reason}`
      log.append({ event: 'warning', step, code: 'run-not-saved', message })
    })
  }

  function takeEvent(event: RunEvent): void {
    step = event.step
    if (event.event === 'end') {
      // Said last, when everything else is on disk.
      ending = event
      return
    }
    log.append(event)
    if (event.event === 'epoch') keepRun(bestAndLast(run, event))
    if (event.event === 'epoch' || event.event === 'checkpoint') void log.sync()
  }

  function take(message: FromTrainer): void {
    if (message.type === 'event') takeEvent(message.event)
    else if (message.type === 'facts') keepRun(factsOf(message.facts))
    else if (message.type === 'confusion') {
      const text = `${JSON.stringify(message.matrix)}\n`
      keep(() => writeFile(join(folder, runFiles.confusion), text), runFiles.confusion)
    } else if (message.type === 'failed') {
      error = fromFailure(message.failure)
      const { code, message: sentence, layer } = message.failure
      const at = layer === undefined ? {} : { layer }
      log.append({ event: 'error', step, code, message: sentence, ...at })
    }
  }

  async function close(end: TrainerEnd, killed: boolean): Promise<RunResult> {
    if (!ending && !error && !killed) {
      error = explainEnd(end, job.settings.batchSize)
      log.append({ event: 'error', step, code: error.code, message: error.message })
    }
    seconds += (Date.now() - started) / 1000
    const record = ending ?? endedBadly(error)
    keepRun({ best: record.best, last: record.last })
    await writing
    log.append(record)
    await log.sync()
    await log.close()
    await lock.release()
    const { reason, best, last } = record
    return { reason, best, last, seconds: record.seconds, ...(error && { error }) }
  }

  function endedBadly(reason: RunError | null): EndEvent {
    const rounded = Math.round(seconds * 1000) / 1000
    const { best, last } = run
    const base = { event: 'end', step, best, last, seconds: rounded } as const
    if (!reason) return { ...base, reason: 'stopped' }
    return { ...base, reason: 'failed', message: reason.message }
  }

  return { take, close }
}

function factsOf(facts: DataFacts): Partial<RunRecordFile> {
  const { dataFingerprint, classNames, scaling } = facts
  return { dataFingerprint, classNames, scaling }
}

/** After every epoch, so that a run that is killed has them too. */
function bestAndLast(run: RunRecordFile, event: RunEvent): Partial<RunRecordFile> {
  if (event.event !== 'epoch') return {}
  const { event: _, examplesPerSecond: __, seconds: ___, ...point } = event
  return { last: point, best: isBetter(point, run.best) ? point : run.best }
}
