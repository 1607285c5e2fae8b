// An export is a folder that appears whole, or not at all; what was there is never half replaced.
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { publishFolder } from '../files/publish-folder.ts'
import { temporaryName } from '../files/temporary.ts'
import { RunError } from '../train/run-error.ts'

export interface ExportOptions {
  /** Replace what is in the folder. */
  readonly force?: boolean
}

export async function publishExport(
  folder: string,
  options: ExportOptions,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const final = resolve(folder)
  const occupied = await isOccupied(final)
  if (occupied && options.force !== true)
    throw new RunError(
      'input',
      'not-empty',
      `${folder} is not empty. Choose another folder, or replace it with --force.`,
    )
  await mkdir(dirname(final), { recursive: true })
  const temporary = join(dirname(final), temporaryName())
  await mkdir(temporary)
  try {
    await write(temporary)
    if (occupied) await replace(temporary, final)
    else await publishFolder(temporary, final)
  } catch (thrown) {
    await rm(temporary, { recursive: true, force: true })
    throw thrown
  }
}

/** The old folder goes only when the new one is in its place. */
async function replace(temporary: string, final: string): Promise<void> {
  const old = join(dirname(final), temporaryName())
  await rename(final, old)
  try {
    await publishFolder(temporary, final)
  } catch (thrown) {
    await rename(old, final)
    throw thrown
  }
  await rm(old, { recursive: true, force: true })
}

async function isOccupied(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    if (code === 'ENOTDIR')
      throw new RunError('input', 'not-a-folder', `${folder} is a file, not a folder.`)
    throw thrown
  }
}
