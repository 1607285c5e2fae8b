import type { hostContract } from '../../shared/rpc/contract.ts'
import type { EngineState, HostEvent } from '../../shared/rpc/host-contract.ts'
import type { Handlers } from '../../shared/rpc/serve-channel.ts'
import type { DraftStore } from './drafts.ts'
import type { EngineProcess } from './engine-process.ts'
import type { HostEvents } from './events.ts'
import type { DocumentFiles } from './files.ts'
import type { SettingsStore } from './settings.ts'

/** One connected window. */
export interface Connection {
  readonly connection: string
}

export interface HostParts {
  readonly version: string
  readonly folder: string
  readonly instance: string
  readonly engine: EngineProcess
  readonly events: HostEvents
  readonly files: DocumentFiles
  readonly drafts: DraftStore
  readonly settings: SettingsStore
}

export function createHostHandlers(parts: HostParts): Handlers<typeof hostContract, Connection> {
  const { engine, events, files, drafts, settings } = parts
  return {
    info: () => ({
      version: parts.version,
      platform: process.platform,
      node: process.versions.node,
      folder: parts.folder,
      instance: parts.instance,
      engine: engine.state,
    }),
    events: async function* eventsOfHost({ after }, { signal }) {
      const start = events.last
      // Someone new, or from before a restart of the host, learns how things are now.
      if (after === undefined || !events.covers(after)) {
        yield engineEvent(start, engine.state)
        yield* events.follow(start, signal)
      } else {
        yield* events.follow(after, signal)
      }
    },
    engine: { restart: () => engine.restart() },
    files: {
      list: () => files.list(),
      recent: () => files.recent(),
      open: ({ path }, { context }) => files.open(path, context.connection),
      save: (request, { context }) => files.save(request, context.connection),
      close: ({ path }, { context }) => files.close(path, context.connection),
      rename: ({ path, to }) => files.rename(path, to),
      remove: ({ path }) => files.remove(path),
    },
    drafts: {
      write: (draft, { context }) => drafts.write(draft, context.connection),
      list: () => drafts.list(),
      read: ({ id }) => drafts.read(id),
      discard: ({ id }) => drafts.discard(id),
    },
    settings: { read: () => settings.read(), write: change => settings.write(change) },
  }
}

function engineEvent(sequence: number, engine: EngineState): HostEvent {
  return { event: 'engine', sequence, engine }
}
