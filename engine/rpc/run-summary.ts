// What a run folder tells about its run, whoever trains in it.
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSummary } from '../../shared/rpc/engine-contract.ts'
import type { RunRecord } from '../../shared/runs/events.ts'
import { type RunRecordFile, readRun, runFiles } from '../train/run-folder.ts'
import { isRunLocked } from '../train/run-lock.ts'

/** Undefined where the folder holds no run. */
export async function summariseRun(folder: string, runId: string): Promise<RunSummary | undefined> {
  let run: RunRecordFile
  try {
    run = await readRun(folder)
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === 'no-run') return undefined
    return damagedRun(runId, thrown)
  }
  const [records, resumeStep, isLocked, changed] = await Promise.all([
    lastRecords(join(folder, runFiles.events)),
    lastCheckpoint(join(folder, runFiles.checkpoints)),
    isRunLocked(folder),
    changedAt(join(folder, runFiles.events)),
  ])
  return describeRun(runId, run, { records, resumeStep, isLocked, changed })
}

interface Found {
  readonly records: readonly RunRecord[]
  readonly resumeStep: number | null
  readonly isLocked: boolean
  readonly changed: number | null
}

function describeRun(runId: string, run: RunRecordFile, found: Found): RunSummary {
  const { records, isLocked } = found
  const end = records.findLast(record => record.event === 'end')
  const last = records.at(-1)
  const error = records.findLast(record => record.event === 'error')
  const state = isLocked ? 'running' : end && end === last ? end.reason : 'interrupted'
  const resumeStep = state === 'finished' || isLocked ? null : (found.resumeStep ?? 0)
  const created = Date.parse(run.created)
  return {
    runId,
    name: run.name,
    state,
    message: messageOf(state, resumeStep, error?.message),
    started: Number.isFinite(created) ? created : null,
    changed: found.changed,
    epoch: run.last?.epoch ?? 0,
    epochs: run.settings.epochs,
    step: last?.step ?? run.last?.step ?? 0,
    resumeStep,
    loss: run.last?.loss ?? null,
    accuracy: run.last?.accuracy ?? null,
    valLoss: run.last?.valLoss ?? null,
    valAccuracy: run.last?.valAccuracy ?? null,
  }
}

function messageOf(
  state: RunSummary['state'],
  resumeStep: number | null,
  error: string | undefined,
): string | null {
  if (state === 'failed') return error ?? null
  if (state !== 'interrupted') return null
  const step = (resumeStep ?? 0).toLocaleString('en-US')
  return `Interrupted. It can go on from step ${step}.`
}

function damagedRun(runId: string, thrown: unknown): RunSummary {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const none = { loss: null, accuracy: null, valLoss: null, valAccuracy: null }
  const numbers = { epoch: 0, epochs: 0, step: 0, resumeStep: null, started: null, changed: null }
  return { runId, name: runId, state: 'damaged', message, ...numbers, ...none }
}

const tailBytes = 32 * 1024

/** The records at the end of the log: it may be long, and only its end says how the run is. */
async function lastRecords(path: string): Promise<RunRecord[]> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return []
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - tailBytes)
    const bytes = Buffer.alloc(size - start)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
    const lines = bytes.subarray(0, bytesRead).toString('utf8').split('\n')
    // The first may be the end of a longer one, the last one torn.
    return lines.slice(start > 0 ? 1 : 0).flatMap(parseRecord)
  } finally {
    await file.close()
  }
}

function parseRecord(line: string): RunRecord[] {
  try {
    const record = JSON.parse(line) as RunRecord
    return Number.isSafeInteger(record.sequence) ? [record] : []
  } catch {
    return []
  }
}

async function lastCheckpoint(folder: string): Promise<number | null> {
  const names = await readdir(folder).catch(() => [])
  const steps = names.filter(name => /^\d{8,}$/.test(name)).map(Number)
  return steps.length > 0 ? Math.max(...steps) : null
}

async function changedAt(path: string): Promise<number | null> {
  return stat(path).then(
    found => found.mtimeMs,
    () => null,
  )
}
