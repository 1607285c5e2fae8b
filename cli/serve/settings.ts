import { join } from 'node:path'
import { type Settings, settings as schema } from '../../shared/rpc/host-contract.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import { readJson, writeJson } from './json-file.ts'

const defaults: Settings = { theme: 'system', panels: {}, lastDocument: null, page: {} }
const largest = 64 * 1024

/** With `undefined` for what stays: the form in which the contract hands it over. */
export type SettingsChange = { readonly [Key in keyof Settings]?: Settings[Key] | undefined }

export interface SettingsStore {
  read(): Promise<Settings>
  write(change: SettingsChange): Promise<Settings>
}

/** How the page looks and what it had open. Nothing here changes what the host does. */
export function createSettings(folder: string): SettingsStore {
  const path = join(folder, 'settings.json')
  let queue: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Settings> {
    return (await readJson(path, schema)) ?? defaults
  }

  async function write(change: SettingsChange): Promise<Settings> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const next: Settings = { ...(await read()), ...Object.fromEntries(given) }
    const bytes = Buffer.byteLength(JSON.stringify(next))
    if (bytes > largest) {
      const sentence = `The settings take ${bytes.toLocaleString('en-US')} bytes; 65,536 are kept.`
      throw new RpcError('too-large', sentence, { bytes, limit: largest })
    }
    await writeJson(path, next)
    return next
  }

  return {
    read,
    // One after another: two windows change different parts.
    write: change => {
      const result = queue.catch(() => {}).then(() => write(change))
      queue = result
      return result
    },
  }
}
