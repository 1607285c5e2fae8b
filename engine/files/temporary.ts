// Names of files being written, and the removal of those that a killed process left behind.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type FileSystem, systemFiles } from './file-system.ts'

const pattern = /^\.layerloom-(\d+)-([0-9a-f]{12})-\d+\.tmp$/
const oneDay = 24 * 60 * 60 * 1000

// In a container the next process often has the number of the killed one.
const thisProcess = randomBytes(6).toString('hex')
let made = 0

/** For a file or folder that will be renamed; unique, and removed later if its maker dies. */
export function temporaryName(): string {
  made += 1
  return `.layerloom-${process.pid}-${thisProcess}-${made}.tmp`
}

/** Removes what dead processes left in a folder; returns the names. Never fails. */
export async function removeStaleTemporaries(
  folder: string,
  files: FileSystem = systemFiles,
): Promise<string[]> {
  const removed: string[] = []
  const entries = await files.list(folder).catch(() => [])
  for (const { name } of entries) {
    const match = pattern.exec(name)
    if (!match || match[2] === thisProcess) continue
    if (!(await isStale(files, join(folder, name), Number(match[1])))) continue
    await files.removeFolder(join(folder, name)).then(
      () => removed.push(name),
      () => {},
    )
  }
  return removed
}

/** A process number may have been given out again, hence the age. */
async function isStale(files: FileSystem, path: string, writer: number): Promise<boolean> {
  if (writer === process.pid || !isAlive(writer)) return true
  const found = await files.inspect(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.changed > oneDay
}

function isAlive(processNumber: number): boolean {
  try {
    process.kill(processNumber, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const cleaned = new Set<string>()

/** The first save into a folder clears it: there need be no list of folders to visit at start. */
export async function cleanFolderOnce(files: FileSystem, folder: string): Promise<void> {
  if (cleaned.has(folder)) return
  cleaned.add(folder)
  await removeStaleTemporaries(folder, files)
}
