import { engineContract } from '../../shared/rpc/contract.ts'
import { createAnswerer } from '../../shared/rpc/serve-channel.ts'
import { openDoor } from './door.ts'
import { explainFailure } from './explain.ts'
import { createEngineHandlers, type EngineContext } from './handlers.ts'
import type { EngineSettings } from './parent-messages.ts'
import { createRuns } from './runs.ts'

export interface RunningEngine {
  readonly port: number
  /** Runs make a checkpoint and end. */
  stop(): Promise<void>
}

export async function startEngine(settings: EngineSettings): Promise<RunningEngine> {
  const runs = createRuns(settings.workspace)
  const handlers = createEngineHandlers(settings, runs)
  const answerer = createAnswerer<typeof engineContract, EngineContext>(engineContract, handlers, {
    explain: explainFailure,
    onMistake: thrown => process.stderr.write(`${describe(thrown)}\n`),
  })
  const door = await openDoor(settings.token, wire => answerer.answer(wire, {}))
  return {
    port: door.port,
    stop: async () => {
      await runs.stopAll()
      door.close()
    },
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
