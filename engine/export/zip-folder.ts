// A finished export as one zip, for a browser to download.
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Zippable, zip } from 'fflate'

/** Every file below `folder`, under `root/` in the zip. */
export async function zipFolder(folder: string, root: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: Zippable = {}
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).split(sep).join('/')
    files[`${root}/${name}`] = new Uint8Array(await readFile(path))
  }
  return new Promise((resolve, reject) => {
    zip(files, { level: 6 }, (error, bytes) => (error ? reject(error) : resolve(bytes)))
  })
}
