// Started by full-disk.test.ts inside a mount namespace of its own, on a small tmpfs: fills it so that
// a given number of bytes is left, saves over a good document, and prints what came of it.
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { openEventLog, readEventLog } from '../../../engine/files/event-log.ts'
import { writeFile } from '../../../engine/files/write-file.ts'

const [folder = '', writer = 'ours'] = process.argv.slice(2)
const path = join(folder, 'net.loom.json')
const filler = join(folder, 'filler')
const [oldSize, newSize] = [100 * 1024, 600 * 1024]
const page = 4096
const results: unknown[] = []

function fillTo(left: number): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)))
}

for (const left of [0, page, newSize / 2, newSize - page, newSize + 16 * page]) {
  rmSync(filler, { force: true })
  writeFileSync(path, Buffer.alloc(oldSize, 'o'))
  fillTo(left)
  const contents = Buffer.alloc(newSize, 'n')
  const outcome = await (writer === 'ours'
    ? writeFile(path, contents)
    : singleWrite(contents)
  ).then(
    () => 'saved',
    (thrown: { code: string }) => thrown.code,
  )
  const bytes = readFileSync(path)
  const kind = String.fromCharCode(bytes[0] ?? 0)
  results.push({ left, outcome, size: bytes.length, kind, names: readdirSync(folder).sort() })
}

// What common packages do: one write, its count ignored, then rename.
async function singleWrite(contents: Uint8Array): Promise<void> {
  const file = openSync(`${path}.tmp`, 'w')
  writeSync(file, contents)
  closeSync(file)
  const { renameSync } = await import('node:fs')
  renameSync(`${path}.tmp`, path)
}

rmSync(filler, { force: true })
rmSync(path)
const log = await openEventLog(join(folder, 'events.jsonl'))
await log.appendRecord({ event: 'start' })
fillTo(0)
const failed = await log
  .appendRecord({ text: 'x'.repeat(2 * page) })
  .catch((thrown: { code: string }) => thrown.code)
const kept = await readEventLog(join(folder, 'events.jsonl'))
rmSync(filler)
const next = await log.appendRecord({ event: 'end' })
await log.close()
console.log(JSON.stringify({ results, failed, kept, next }))
