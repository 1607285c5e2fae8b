// Start, stop and go on, as commands, toolbar and panel share them.
import { analyse } from '../../shared/graph/analyse.ts'
import type { Problem } from '../../shared/graph/network.ts'
import { refreshRuns } from '../rpc/follow-runs.ts'
import { pathToProblem } from '../state/go-to.ts'
import { runningRun } from '../state/run-store.ts'
import type { Stores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { say } from '../ui/toast.tsx'
import { trainingOf } from './settings.ts'
import { whyNoData } from './use-inspection.ts'

/** Null where training can start, else the sentence that says what to do first. */
export function whyNoTraining({ document, run, link }: Stores): string | null {
  const { present } = document.getState()
  const error = firstError(present)
  if (error) return error.message
  const { engine, status, isStarting } = run.getState()
  if (!link) return 'This page has no engine behind it. Start Layerloom with npm start to train.'
  if (run.getState().link !== 'connected') return 'The host does not answer. It is tried again.'
  if (engine?.state === 'starting') return 'The engine is starting.'
  if (engine?.state !== 'ready') return 'The engine is not running. Start it again first.'
  if (status?.tensorflow.problem) return status.tensorflow.problem
  return isStarting ? 'The run is about to start.' : null
}

export function firstError(document: Parameters<typeof analyse>[0]): Problem | undefined {
  return analyse(document).problems.find(problem => problem.severity === 'error')
}

/** With an error in the drawing it goes there instead: that is what has to be done first. */
export async function startTraining(stores: Stores): Promise<void> {
  const { document, run, session, file, link } = stores
  const error = firstError(document.getState().recorded)
  if (error) return goTo(stores, error)
  const reason = whyNoTraining(stores)
  if (reason !== null || !link) {
    say(reason ?? '')
    return
  }
  const { path } = file.getState()
  run.set({ isStarting: true })
  try {
    const { recorded } = document.getState()
    const missing = await whyNoData(stores, recorded, trainingOf(recorded).dataset)
    if (missing !== null) {
      session.set({ dockTab: 'data', page: 'training' })
      say('There is no data to train on yet. The Data panel says what is missing.')
      return
    }
    session.set({ dockTab: 'training', trainingView: 'run' })
    const { runId } = await link.engine.train.start({
      document: recorded,
      ...(path !== null && { documentPath: path }),
    })
    run.show(runId)
    await refreshRuns(link, run)
  } catch (thrown) {
    complain(thrown, 'The run did not start.')
  } finally {
    run.set({ isStarting: false })
  }
}

export async function stopTraining(stores: Stores): Promise<void> {
  const { run, link } = stores
  const runId = runningRun(run.getState())
  if (runId !== null) await stopRun(stores, runId)
  else if (link) await refreshRuns(link, run)
}

export async function stopRun({ run, link }: Stores, runId: string): Promise<void> {
  if (!link) return
  try {
    await link.engine.train.stop({ runId })
    await refreshRuns(link, run)
  } catch (thrown) {
    complain(thrown, 'The run was not stopped.')
  }
}

export async function resumeRun({ run, link, session }: Stores, runId: string): Promise<void> {
  if (!link) return
  run.set({ isStarting: true })
  try {
    await link.engine.train.resume({ runId })
    session.set({ dockTab: 'training', trainingView: 'run' })
    run.show(runId)
    if (run.getState().broken?.runId === runId) run.set({ broken: null })
    await refreshRuns(link, run)
  } catch (thrown) {
    complain(thrown, 'The run did not go on.')
  } finally {
    run.set({ isStarting: false })
  }
}

export async function removeRun({ run, link }: Stores, runId: string): Promise<void> {
  if (!link) return
  try {
    await link.engine.runs.remove({ runId })
    if (run.getState().shown === runId) run.show(null)
    await refreshRuns(link, run)
  } catch (thrown) {
    complain(thrown, 'The run was not deleted.')
  }
}

/** Shows the card of a problem, also inside a block. */
export function goTo(stores: Stores, problem: Problem): void {
  const { session } = stores
  const target = pathToProblem(stores, problem)
  if (!target) {
    session.set({ dockTab: 'problems' })
    return
  }
  if (target.path !== currentDrawing(stores).path) session.open(target.path)
  session.set({ page: 'canvas', note: null })
  session.show(target.node)
}

function complain(thrown: unknown, what: string): void {
  say(`${what} ${thrown instanceof Error ? thrown.message : String(thrown)}`, { tone: 'error' })
}
