import { availableParallelism, freemem, totalmem } from 'node:os'
import type { engineContract } from '../../shared/rpc/contract.ts'
import type { EngineStatus } from '../../shared/rpc/engine-contract.ts'
import type { Handlers } from '../../shared/rpc/serve-channel.ts'
import { baseFolderOf } from './base-folder.ts'
import { checkDocument } from './check-document.ts'
import { exportNetwork } from './export-network.ts'
import { inspectData } from './inspect-data.ts'
import type { EngineSettings } from './parent-messages.ts'
import { rewriteCall } from './rewrite-call.ts'
import { confusionOf, detailsOf, recordsOf } from './run-calls.ts'
import type { Runs } from './runs.ts'
import { tensorflowStatus } from './tensorflow-status.ts'

/** Every connection is the host's; there is nothing to tell them apart by. */
export type EngineContext = Readonly<Record<string, never>>

export function createEngineHandlers(
  settings: EngineSettings,
  runs: Runs,
): Handlers<typeof engineContract, EngineContext> {
  const { workspace, version } = settings
  return {
    status: () => statusOf(version, runs),
    train: {
      start: async ({ document, documentPath, name }) => {
        const checked = await checkDocument(document)
        return { runId: await runs.start(checked, baseFolderOf(workspace, documentPath), name) }
      },
      stop: async ({ runId }) => ({ state: await runs.stop(runId) }),
      resume: async ({ runId }) => {
        await runs.resume(runId)
        return { runId }
      },
    },
    runs: {
      list: () => runs.list(),
      get: ({ runId }) => detailsOf(runs, runId),
      events: ({ runId, after }, { signal }) => recordsOf(runs, runId, after, signal),
      confusion: ({ runId }) => confusionOf(runs, runId),
      rewrite: async asked => ({ runId: await rewriteCall(runs, asked) }),
      remove: ({ runId }) => runs.remove(runId),
    },
    data: {
      inspect: ({ dataset, documentPath, wanted, pictures }, { signal }) => {
        const folder = baseFolderOf(workspace, documentPath)
        return inspectData({ spec: dataset, folder, wanted, pictures: pictures ?? 24 }, signal)
      },
    },
    export: {
      typescript: source => exportNetwork(runs, 'typescript', source),
      keras: source => exportNetwork(runs, 'keras', source),
      pytorch: source => exportNetwork(runs, 'pytorch', source),
      savedModel: source => exportNetwork(runs, 'savedModel', source),
    },
  }
}

function statusOf(version: string, runs: Runs): EngineStatus {
  return {
    version,
    tensorflow: tensorflowStatus(),
    cores: availableParallelism(),
    memory: { free: freemem(), total: totalmem() },
    running: runs.running,
    queued: [...runs.queued],
  }
}
