// A run of the workspace with a layer written in another way, as a further run beside it.
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import { chooseRunId } from './run-id.ts'
import type { Runs } from './runs.ts'

interface Rewriting {
  readonly runId: string
  readonly node: string
  readonly rule: string
}

export async function rewriteCall(runs: Runs, { runId, node, rule }: Rewriting): Promise<string> {
  const { name, state } = await runs.summary(runId)
  if (state === 'queued') throw new RpcError('run-state', `${runId} has not begun.`, { state })
  const { rewriteRun } = await import('../train/rewrite-run.ts')
  const taken = (await runs.list()).map(run => run.runId)
  const next = chooseRunId(undefined, name, taken)
  await rewriteRun({ run: runs.folderOf(runId), node, rule, folder: runs.folderOf(next) })
  return next
}
