import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunLocked, lockRun } from '../../../engine/train/run-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, '.lock')

/** A lock as another process would leave it. */
function leaveLock(owner: number, trainer: number | null, host = hostname()): void {
  const name = (pid: number) => ({ pid, birth: null })
  const record = { token: 't', host, owner: name(owner), trainer: trainer && name(trainer) }
  writeFileSync(path(), JSON.stringify(record))
}

async function deadPid(): Promise<number> {
  const child = spawn('true')
  await new Promise(done => child.on('close', done))
  return child.pid as number
}

describe('lockRun', () => {
  it('refuses a second owner and names the first', async () => {
    const lock = await lockRun(folder)
    await expect(lockRun(folder)).rejects.toThrow(`in use by process ${process.pid}`)
    await lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes over the lock of a dead process', async () => {
    leaveLock(await deadPid(), await deadPid())
    const lock = await lockRun(folder)
    expect(JSON.parse(readFileSync(path(), 'utf8')).owner.pid).toBe(process.pid)
    await lock.release()
  })

  it('takes over a lock whose number another process has by now', async () => {
    const record = { pid: process.pid, birth: '1' }
    const lock = { token: 't', host: hostname(), owner: record, trainer: null }
    writeFileSync(path(), JSON.stringify(lock))
    await (await lockRun(folder)).release()
  })

  it.each(['', '{', '[]', '{"owner":{}}'])('takes over a lock that reads %j', async text => {
    writeFileSync(path(), text)
    await (await lockRun(folder)).release()
    expect(existsSync(path())).toBe(false)
  })

  it('respects a lock of another machine, which it cannot look at', async () => {
    leaveLock(await deadPid(), null, 'elsewhere')
    await expect(lockRun(folder)).rejects.toThrow('on elsewhere')
  })

  it('waits for the trainer of a killed owner', async () => {
    const trainer: ChildProcess = spawn('sleep', ['0.4'])
    leaveLock(await deadPid(), trainer.pid as number)
    expect(await isRunLocked(folder)).toBe(true)
    const started = Date.now()
    await (await lockRun(folder)).release()
    expect(Date.now() - started).toBeGreaterThan(250)
  })

  it('lets exactly one of many take over', async () => {
    for (let round = 0; round < 20; round += 1) {
      leaveLock(await deadPid(), null)
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(folder)))
      const won = tries.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
      expect(won).toHaveLength(1)
      await won[0]?.release()
      expect(readdirSync(folder)).toEqual([])
    }
  })
})
