// The folder that a page may read and write, and the way from a path it sends to a file in it
// (RELIABILITY T5): the parts are checked by name, then no step of the way may be a link.
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { systemCodeOf, toFileError } from '../../engine/files/file-error.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import { ServeError } from './serve-error.ts'

export interface Workspace {
  /** The real path of the folder. */
  readonly folder: string
  readonly runs: string
}

export const documentEnding = '.loom.json'
export const runsFolder = 'runs'

/** Makes the folder if it is not there. Throws `ServeError` where there can be none. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  try {
    await mkdir(resolve(folder), { recursive: true })
    const real = await realpath(resolve(folder))
    return { folder: real, runs: join(real, runsFolder) }
  } catch (thrown) {
    // `mkdir` takes a folder that is there already, so what is in its place is something else.
    if (systemCodeOf(thrown) === 'EEXIST') {
      throw new ServeError(`${folder} is a file; name a folder.`)
    }
    throw new ServeError(toFileError(thrown, folder, 'opened').message)
  }
}

/** The file that a document's path names; it need not be there yet. */
export async function resolveDocument(workspace: Workspace, path: string): Promise<string> {
  const parts = splitPath(path)
  const name = parts.at(-1) ?? ''
  if (!name.toLowerCase().endsWith(documentEnding) || name.length === documentEnding.length) {
    throw outside(path, `Documents are named NAME${documentEnding}.`)
  }
  let step = workspace.folder
  for (const part of parts) {
    step = join(step, part)
    if (await isLink(step)) throw outside(path, `${part} is a link, and links are not followed.`)
  }
  if (!isInside(workspace.folder, step)) throw outside(path, 'It leads out of the workspace.')
  return step
}

/** Runs are written by their trainers only. */
export function refuseRuns(path: string): void {
  if (path.split('/')[0]?.toLowerCase() !== runsFolder) return
  throw outside(path, 'Documents inside a run are kept as they are. Save it under another path.')
}

/** By parts, never by a prefix: `/work-evil` is not inside `/work`. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** From a file's full path to the one that the page knows. */
export function workspacePathOf(workspace: Workspace, file: string): string {
  return relative(workspace.folder, file).split(sep).join('/')
}

// Names that mean a device on Windows, whatever follows the dot.
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
// Control and formatting characters (text that runs backwards …), and what Windows refuses.
const unfitCharacters = /[\p{Cc}\p{Cf}\\:*?"<>|]/u

function splitPath(path: string): string[] {
  const parts = path.split('/')
  for (const part of parts) {
    if (part === '') throw outside(path, 'It must be relative and without empty parts.')
    // Also `.` and `..`, and whatever is hidden.
    if (part.startsWith('.')) throw outside(path, 'No part of it may begin with a dot.')
    if (part.endsWith('.') || part.endsWith(' ')) {
      throw outside(path, 'No part of it may end with a dot or a space.')
    }
    if (unfitCharacters.test(part) || devices.test(part)) {
      throw outside(path, `“${printable(part)}” is no name for a file.`)
    }
    if (Buffer.byteLength(part) > 200) {
      throw outside(path, 'A part of it is longer than 200 bytes.')
    }
  }
  return parts
}

async function isLink(path: string): Promise<boolean> {
  try {
    const found = await lstat(path)
    return found.isSymbolicLink()
  } catch (thrown) {
    const code = systemCodeOf(thrown)
    // What is not there is no link; a file in the middle of the way fails when it is opened.
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw thrown
  }
}

function outside(path: string, reason: string): RpcError {
  const sentence = `“${printable(path)}” is not a path in the workspace. ${reason}`
  return new RpcError('outside-workspace', sentence, { path: printable(path) })
}

function printable(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text
  return short.replace(/[\p{Cc}\p{Cf}]/gu, '·')
}
