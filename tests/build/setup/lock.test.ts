import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { isRunning, nameOf, withLock } from '../../../build/setup/lock.mjs'
import { temporaryFolder } from './temporary-site.ts'

const worker = fileURLToPath(new URL('count-under-lock.mjs', import.meta.url))
const ignore = () => {}

test('work under one lock never overlaps', async () => {
  const path = join(temporaryFolder(), 'lock')
  const events: string[] = []
  const work = (name: string) => async () => {
    events.push(`${name} begins`)
    await new Promise(resolve => setTimeout(resolve, 30))
    events.push(`${name} ends`)
  }
  await Promise.all([withLock(path, ignore, work('a')), withLock(path, ignore, work('b'))])
  expect(events.slice(0, 2)).toEqual(['a begins', 'a ends'])
  expect(events.slice(2)).toEqual(['b begins', 'b ends'])
  expect(existsSync(path)).toBe(false)
})

test('whoever waits is told who holds the lock', async () => {
  const path = join(temporaryFolder(), 'lock')
  const onWait = vi.fn()
  const { second } = await withLock(path, ignore, async () => {
    const second = withLock(path, onWait, async () => 'held')
    await vi.waitUntil(() => onWait.mock.calls.length > 0)
    return { second }
  })
  await expect(second).resolves.toBe('held')
  expect(onWait.mock.calls).toEqual([[expect.objectContaining({ owner: nameOf(process.pid) })]])
})

test('a lock opens when its work fails', async () => {
  const path = join(temporaryFolder(), 'lock')
  const failing = withLock(path, ignore, () => Promise.reject(new Error('no network')))
  await expect(failing).rejects.toThrow('no network')
  expect(existsSync(path)).toBe(false)
})

test('the lock of a process that died is taken over', async () => {
  const path = join(temporaryFolder(), 'lock')
  writeLock(path, { pid: await deadProcess(), birth: null })
  await expect(withLock(path, ignore, async () => 'held')).resolves.toBe('held')
})

test('a later process with the number of the dead owner does not keep its lock', async () => {
  const path = join(temporaryFolder(), 'lock')
  writeLock(path, { pid: process.pid, birth: 'earlier' })
  await expect(withLock(path, ignore, async () => 'held')).resolves.toBe('held')
})

test('an unreadable lock is nobody’s', async () => {
  const path = join(temporaryFolder(), 'lock')
  writeFileSync(path, '{"token":')
  await expect(withLock(path, ignore, async () => 'held')).resolves.toBe('held')
})

test('a lock of another machine counts as long as its heart beats', async () => {
  const path = join(temporaryFolder(), 'lock')
  writeLock(path, { pid: 1, birth: null }, { host: 'elsewhere' })
  const onWait = vi.fn()
  const held = withLock(path, onWait, async () => 'held')
  await vi.waitUntil(() => onWait.mock.calls.length > 0)
  expect(existsSync(path)).toBe(true)
  const longAgo = new Date(Date.now() - 61_000)
  utimesSync(path, longAgo, longAgo)
  await expect(held).resolves.toBe('held')
})

test('six processes that find a dead lock work one after another', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'lock')
  const counter = join(folder, 'counter')
  writeFileSync(counter, '0')
  writeLock(path, { pid: await deadProcess(), birth: null })
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [worker, path, counter, '5'], { stdio: 'inherit' }),
  )
  const codes = await Promise.all(children.map(exitCode))
  expect(codes).toEqual([0, 0, 0, 0, 0, 0])
  expect(readFileSync(counter, 'utf8')).toBe('30')
})

test.runIf(process.platform === 'linux')(
  'the child that a killed owner left behind is ended before the lock changes hands',
  async () => {
    const path = join(temporaryFolder(), 'lock')
    const orphan = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
    await once(orphan, 'spawn')
    const child = nameOf(orphan.pid ?? 0)
    writeLock(path, { pid: await deadProcess(), birth: null }, { child })
    expect(isRunning(child)).toBe(true)
    const ended = once(orphan, 'exit')
    await withLock(path, ignore, async () => {})
    expect((await ended)[1]).toBe('SIGKILL')
  },
)

function writeLock(path: string, owner: object, more: object = {}) {
  const record = { token: 'of the dead', host: hostname(), owner, child: null, ...more }
  writeFileSync(path, JSON.stringify(record))
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await exitCode(child)
  return child.pid ?? 0
}

async function exitCode(child: ChildProcess): Promise<number> {
  return (await once(child, 'close'))[0]
}
