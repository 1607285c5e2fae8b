// RELIABILITY F5: kill -9 at a random moment of a save. The plain writer beside ours shows that the
// test would notice: a run that could not tear a plain file could prove nothing.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeStaleTemporaries } from '../../../engine/files/temporary.ts'
import { writeFile } from '../../../engine/files/write-file.ts'

const program = fileURLToPath(new URL('save-forever.ts', import.meta.url))
const kills = Number(process.env.LAYERLOOM_KILLS ?? 200)
const size = 1 << 20

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-kill-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Lets a process save over and over, kills it after a random time, and says whether the file is whole. */
async function killDuringSave(path: string, writer: 'ours' | 'plain'): Promise<boolean> {
  const flags = ['--experimental-strip-types', '--no-warnings', program, path, writer, String(size)]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise(resolve => child.once('exit', resolve))
  await new Promise(resolve => child.stdout.once('data', resolve))
  await new Promise(resolve => setTimeout(resolve, Math.random() * 30))
  child.kill('SIGKILL')
  await gone
  const bytes = readFileSync(path)
  return bytes.length === size && bytes.every(byte => byte === bytes[0])
}

test(`${kills} kills tear no file, and what they leave is cleared`, async () => {
  const lanes = [0, 1, 2, 3].map(lane => join(folder, `net-${lane}.loom.json`))
  let torn = 0
  let left = kills
  await Promise.all(
    lanes.map(async path => {
      while (left > 0) {
        left -= 1
        if (!(await killDuringSave(path, 'ours'))) torn += 1
      }
    }),
  )
  expect(torn).toBe(0)
  // Each start cleared the one before; the last ones of each lane may still be there.
  expect(readdirSync(folder).length).toBeLessThanOrEqual(8)
  await removeStaleTemporaries(folder)
  expect(readdirSync(folder)).toEqual(lanes.map((_, lane) => `net-${lane}.loom.json`))
  await writeFile(lanes[0] as string, 'still writable')
}, 240_000)

test('the same kills do tear a file that is written in place', async () => {
  const path = join(folder, 'plain.json')
  let isTorn = false
  for (let turn = 0; turn < 60 && !isTorn; turn += 1)
    isTorn = !(await killDuringSave(path, 'plain'))
  expect(isTorn).toBe(true)
}, 120_000)
