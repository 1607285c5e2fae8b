import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEventLog, readEventLog } from '../../../engine/files/event-log.ts'
import { FileError } from '../../../engine/files/file-error.ts'
import { hookFiles, systemError } from './hooked-files.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-log-'))
  path = join(folder, 'events.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function writeLog(count: number): Promise<void> {
  const log = await openEventLog(path)
  for (let epoch = 1; epoch <= count; epoch += 1) await log.appendRecord({ event: 'epoch', epoch })
  await log.close()
}

const text = () => readFileSync(path, 'utf8')
const line = (sequence: number) =>
  `${JSON.stringify({ event: 'epoch', epoch: sequence, sequence })}\n`

test('records are numbered from 1, across reopening', async () => {
  await writeLog(2)
  const log = await openEventLog(path)
  expect(log.last).toBe(2)
  expect(await log.appendRecord({ event: 'end' })).toBe(3)
  await log.sync()
  await log.close()
  expect(text()).toBe(`${line(1)}${line(2)}{"event":"end","sequence":3}\n`)
  expect((await readEventLog(path, 1)).map(record => record.sequence)).toEqual([2, 3])
})

test('appends that are not waited for keep their order', async () => {
  const log = await openEventLog(path)
  const numbers = await Promise.all(
    [1, 2, 3, 4].map(epoch => log.appendRecord({ event: 'epoch', epoch })),
  )
  await log.close()
  expect(numbers).toEqual([1, 2, 3, 4])
  expect(text()).toBe([1, 2, 3, 4].map(line).join(''))
})

test('numbers that are not finite are null, so every line stays JSON', async () => {
  const log = await openEventLog(path)
  await log.appendRecord({ loss: Number.NaN })
  await log.close()
  expect(text()).toBe('{"loss":null,"sequence":1}\n')
})

test('a log cut at any byte reopens with its whole records and goes on', async () => {
  await writeLog(3)
  const bytes = readFileSync(path)
  for (let length = 0; length <= bytes.length; length += 1) {
    writeFileSync(path, bytes.subarray(0, length))
    const whole = bytes.subarray(0, length).filter(byte => byte === 10).length
    expect((await readEventLog(path)).length).toBe(whole)
    const log = await openEventLog(path)
    expect(await log.appendRecord({ event: 'epoch', epoch: whole + 1 })).toBe(whole + 1)
    await log.close()
    expect(text()).toBe(Array.from({ length: whole + 1 }, (_, index) => line(index + 1)).join(''))
  }
})

test('zeros and half lines that a power cut leaves at the end are cut off', async () => {
  await writeLog(2)
  appendFileSync(path, '\0'.repeat(4096))
  appendFileSync(path, '{"event":"ep\n')
  const log = await openEventLog(path)
  expect(log.last).toBe(2)
  await log.close()
  expect(text()).toBe(line(1) + line(2))
})

test('a damaged line in the middle costs that record alone', async () => {
  await writeLog(3)
  writeFileSync(path, text().replace('"epoch":2', '"epoch"#2'))
  expect((await readEventLog(path)).map(record => record.sequence)).toEqual([1, 3])
  const log = await openEventLog(path)
  expect(log.last).toBe(3)
  await log.close()
})

test('a run that goes back to a checkpoint forgets what came after it', async () => {
  await writeLog(5)
  const log = await openEventLog(path, { keepThrough: 3 })
  expect(await log.appendRecord({ event: 'epoch', epoch: 4 })).toBe(4)
  await log.close()
  expect(text()).toBe([1, 2, 3, 4].map(line).join(''))
})

test('a full disk cuts the log at a whole record, and the next append succeeds', async () => {
  await writeLog(1)
  let isFull = false
  let written = 0
  const files = hookFiles({
    before: (_, name) => {
      if (name !== 'write' || !isFull) return
      written += 1
      if (written > 1) throw systemError('ENOSPC')
    },
    writeAtMost: 8,
  })
  const log = await openEventLog(path, { files })
  isFull = true
  await expect(log.appendRecord({ event: 'epoch', epoch: 2 })).rejects.toMatchObject({
    code: 'disk-full',
    message: `${path} was not saved: the disk is full. Free some space or choose another place. The records before it are whole.`,
  })
  expect(text()).toBe(line(1))
  isFull = false
  expect(await log.appendRecord({ event: 'epoch', epoch: 2 })).toBe(2)
  await log.close()
  expect(text()).toBe(line(1) + line(2))
})

test('a failure at any call leaves whole records and no open handle', async () => {
  let failing = 1
  for (; ; failing += 1) {
    rmSync(path, { force: true })
    await writeLog(1)
    const files = hookFiles({
      before: call => {
        if (call === failing) throw systemError('EIO')
      },
      writeAtMost: 20,
    })
    const at = () => `call ${failing}, ${files.calls[failing - 1]}`
    const log = await openEventLog(path, { files }).catch(thrown => {
      expect(thrown, at()).toBeInstanceOf(FileError)
    })
    const numbers: unknown[] = []
    for (let turn = 0; log && turn < 2; turn += 1) {
      const result = await log.appendRecord({ event: 'epoch' }).catch(thrown => thrown)
      if (result instanceof Error) expect(result, at()).toBeInstanceOf(FileError)
      else numbers.push(result)
    }
    await log?.close().catch(() => {})
    expect(files.openHandles(), at()).toBe(0)
    expect(text().endsWith('\n'), at()).toBe(true)
    const kept = (await readEventLog(path)).map(record => record.sequence)
    expect(kept, at()).toEqual([1, ...numbers])
    if (failing > files.calls.length) break
  }
  expect(failing).toBeGreaterThan(9)
})

test('a log that is not there is an error to readers and a new log to writers', async () => {
  await expect(readEventLog(path)).rejects.toThrow(
    `${path} was not read: there is no such file. Check the path.`,
  )
  await writeLog(1)
  truncateSync(path, 0)
  expect(await readEventLog(path)).toEqual([])
})
