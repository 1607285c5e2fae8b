// The runs of a workspace, `runs/NAME`: one trains at a time, others wait in a queue.
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { RunSummary } from '../../shared/rpc/engine-contract.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import type { RunHandle } from '../train/run-types.ts'
import { chooseRunId } from './run-id.ts'
import { summariseRun } from './run-summary.ts'

/** A run that is to begin, or to go on where `document` is missing. */
export interface Task {
  readonly runId: string
  readonly document?: NetworkDocument
  readonly baseFolder: string
}

export interface Runs {
  readonly running: string | null
  readonly queued: readonly string[]
  folderOf(runId: string): string
  /** Starts at once or joins the queue. Rejects where a run that starts at once cannot. */
  start(document: NetworkDocument, baseFolder: string, name?: string): Promise<string>
  resume(runId: string): Promise<void>
  /** Takes it out of the queue, or asks its trainer to stop. */
  stop(runId: string): Promise<RunSummary['state']>
  list(): Promise<RunSummary[]>
  summary(runId: string): Promise<RunSummary>
  task(runId: string): Task | undefined
  /** Of the run that trains now. */
  handle(runId: string): RunHandle | undefined
  /** Resolves when the run has left the queue. */
  leavesQueue(runId: string): Promise<void>
  remove(runId: string): Promise<void>
  stopAll(): Promise<void>
}

export function createRuns(workspace: string): Runs {
  const root = join(workspace, 'runs')
  const queue: Task[] = []
  /** Why queued runs could not begin: they have no folder that would tell. */
  const failed = new Map<string, RunSummary>()
  const waiters = new Map<string, (() => void)[]>()
  let current: { readonly runId: string; readonly handle: RunHandle | undefined } | undefined
  let closed = false
  const folderOf = (runId: string) => join(root, runId)

  async function begin(task: Task): Promise<void> {
    current = { runId: task.runId, handle: undefined }
    try {
      const handle = await startTask(task, folderOf(task.runId))
      current = { runId: task.runId, handle }
      void handle.done.then(next)
      if (closed) await handle.stop()
    } catch (thrown) {
      next()
      throw thrown
    } finally {
      release(task.runId)
    }
  }

  function next(): void {
    current = undefined
    const task = closed ? undefined : queue.shift()
    if (!task) return
    begin(task).catch(thrown => {
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      failed.set(task.runId, { ...summariseTask(task), state: 'failed', message })
    })
  }

  function release(runId: string): void {
    for (const resolve of waiters.get(runId) ?? []) resolve()
    waiters.delete(runId)
  }

  async function enter(task: Task): Promise<void> {
    failed.delete(task.runId)
    if (current) queue.push(task)
    else await begin(task)
  }

  async function names(): Promise<string[]> {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
    return entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  }

  async function summary(runId: string): Promise<RunSummary> {
    const task = queue.find(other => other.runId === runId)
    if (task) return summariseTask(task)
    const found = (await isFolder(folderOf(runId))) && (await summariseRun(folderOf(runId), runId))
    const known = found || failed.get(runId)
    if (!known) throw new RpcError('not-found', `There is no run ${runId}.`, { runId })
    return current?.runId === runId ? { ...known, state: 'running', resumeStep: null } : known
  }

  return {
    get running() {
      return current?.runId ?? null
    },
    get queued() {
      return queue.map(task => task.runId)
    },
    folderOf,
    start: async (document, baseFolder, name) => {
      await mkdir(root, { recursive: true })
      const taken = [...(await names()), ...queue.map(task => task.runId), ...failed.keys()]
      const runId = chooseRunId(name, document.name, current ? [...taken, current.runId] : taken)
      await enter({ runId, document, baseFolder })
      return runId
    },
    resume: async runId => {
      const { state } = await summary(runId)
      if (state === 'running' || state === 'queued' || state === 'damaged')
        throw wrongState(runId, state)
      await enter({ runId, baseFolder: workspace })
    },
    stop: async runId => {
      const place = queue.findIndex(task => task.runId === runId)
      const [task] = place < 0 ? [] : queue.splice(place, 1)
      if (task) {
        failed.set(runId, { ...summariseTask(task), state: 'stopped' })
        release(runId)
        return 'stopped'
      }
      if (current?.runId !== runId) return (await summary(runId)).state
      // It answers when the step is over; nobody needs to wait for that.
      void current.handle?.stop()
      return 'running'
    },
    list: async () => {
      const ids = new Set([...(await names()), ...queue.map(task => task.runId), ...failed.keys()])
      const found = await Promise.all([...ids].map(id => summary(id).catch(() => undefined)))
      const known = found.flatMap(run => run ?? [])
      return known.sort((a, b) => (b.started ?? 0) - (a.started ?? 0))
    },
    summary,
    task: runId => queue.find(task => task.runId === runId),
    handle: runId => (current?.runId === runId ? current.handle : undefined),
    leavesQueue: runId =>
      new Promise(resolve => {
        const isWaiting =
          queue.some(task => task.runId === runId) || (current?.runId === runId && !current.handle)
        if (!isWaiting) return resolve()
        waiters.set(runId, [...(waiters.get(runId) ?? []), resolve])
      }),
    remove: async runId => {
      const { state } = await summary(runId)
      if (state === 'running' || state === 'queued') throw wrongState(runId, state)
      failed.delete(runId)
      // First out of the list, then away: a kill in between leaves no half run.
      const doomed = join(root, `.removed-${runId}-${Date.now()}`)
      if (!(await isFolder(folderOf(runId)))) return
      await rename(folderOf(runId), doomed)
      await rm(doomed, { recursive: true, force: true })
    },
    stopAll: async () => {
      closed = true
      queue.length = 0
      await current?.handle?.stop()
    },
  }
}

/** Loaded when first needed: the engine is ready sooner without it. */
async function startTask(task: Task, folder: string): Promise<RunHandle> {
  const { resumeRun, startRun } = await import('../train/start-run.ts')
  const { document, baseFolder } = task
  return document ? startRun({ document, folder, baseFolder }) : resumeRun({ folder })
}

function summariseTask({ runId, document }: Task): RunSummary {
  const none = { loss: null, accuracy: null, valLoss: null, valAccuracy: null, message: null }
  const numbers = { epoch: 0, step: 0, resumeStep: null, started: Date.now(), changed: null }
  const epochs = document?.training?.epochs ?? 0
  return { runId, name: document?.name ?? runId, state: 'queued', epochs, ...numbers, ...none }
}

/** A link would lead out of the workspace. */
async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}

function wrongState(runId: string, state: RunSummary['state']): RpcError {
  return new RpcError('run-state', `${runId} is ${state}.`, { state })
}
