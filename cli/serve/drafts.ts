// Work that is in no file yet, one file a draft. A page writes its draft within a second of an edit;
// what a crashed window leaves is offered at the next start and stays until someone discards it.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toFileError } from '../../engine/files/file-error.ts'
import { removeStaleTemporaries } from '../../engine/files/temporary.ts'
import { type Draft, type DraftSummary, draft as schema } from '../../shared/rpc/host-contract.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import { readJson, writeJson } from './json-file.ts'

const stored = schema.omit({ live: true })
const mostDrafts = 200

export type NewDraft = Pick<Draft, 'id' | 'name' | 'path' | 'baseHash' | 'text'>

export interface DraftStore {
  write(draft: NewDraft, connection: string): Promise<{ saved: number }>
  /** Newest first. */
  list(): Promise<DraftSummary[]>
  read(id: string): Promise<Draft>
  discard(id: string): Promise<void>
  /** The window is gone: its drafts are leftovers from now on. */
  release(connection: string): void
}

export function createDrafts(stateFolder: string): DraftStore {
  const folder = join(stateFolder, 'drafts')
  const owners = new Map<string, string>()
  const pathOf = (id: string) => join(folder, `${id}.json`)
  const cleaned = removeStaleTemporaries(folder)

  async function load(id: string): Promise<Draft | undefined> {
    const found = await readJson(pathOf(id), stored)
    return found && { ...found, live: owners.has(id) }
  }

  async function ids(): Promise<string[]> {
    await cleaned
    try {
      const names = await readdir(folder)
      return names.flatMap(name => /^([A-Za-z0-9_-]{8,64})\.json$/.exec(name)?.[1] ?? [])
    } catch (thrown) {
      throw toFileError(thrown, folder, 'read')
    }
  }

  return {
    write: async (draft, connection) => {
      const known = await ids()
      if (!known.includes(draft.id) && known.length >= mostDrafts) throw tooMany()
      const saved = Date.now()
      await writeJson(pathOf(draft.id), { ...draft, saved, size: Buffer.byteLength(draft.text) })
      owners.set(draft.id, connection)
      return { saved }
    },
    list: async () => {
      const drafts = await Promise.all((await ids()).map(load))
      const summaries = drafts.flatMap(draft => (draft ? [summarise(draft)] : []))
      return summaries.sort((a, b) => b.saved - a.saved)
    },
    read: async id => {
      const draft = await load(id)
      if (!draft) throw new RpcError('not-found', 'That draft is not there any more.')
      return draft
    },
    discard: async id => {
      owners.delete(id)
      await rm(pathOf(id), { force: true }).catch(thrown => {
        throw toFileError(thrown, pathOf(id), 'saved')
      })
    },
    release: connection => {
      for (const [id, owner] of owners) if (owner === connection) owners.delete(id)
    },
  }
}

function summarise({ text: _text, ...summary }: Draft): DraftSummary {
  return summary
}

function tooMany(): RpcError {
  const sentence = `${mostDrafts} drafts are kept already. Save or discard some of them.`
  return new RpcError('too-large', sentence, { limit: mostDrafts })
}
