import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastRecordBefore, openRunLog, readRecords } from '../../../engine/train/run-log.ts'
import type { RunEvent, RunRecord } from '../../../shared/runs/events.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
  path = join(folder, 'events.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const warning = (step: number): RunEvent => ({ event: 'warning', step, code: 'c', message: 'm' })
const epoch = (step: number, number: number): RunEvent => ({
  event: 'epoch',
  step,
  epoch: number,
  loss: 1,
  examplesPerSecond: 1,
  seconds: 1,
})

async function write(events: readonly RunEvent[]): Promise<void> {
  const log = await openRunLog(path, 0)
  for (const event of events) log.append(event)
  await log.close()
}

describe('the log of a run', () => {
  it('numbers records from 1 and tells listeners what they missed, then the rest', async () => {
    const log = await openRunLog(path, 0)
    log.append(warning(1))
    log.append(warning(2))
    const heard: RunRecord[] = []
    log.listen(record => heard.push(record), 1)
    log.append(warning(3))
    await log.close()
    expect(heard.map(record => [record.sequence, record.step])).toEqual([
      [2, 2],
      [3, 3],
    ])
    expect((await readRecords(path)).map(record => record.sequence)).toEqual([1, 2, 3])
  })

  it('drops a last line that a crash tore', async () => {
    await write([warning(1), warning(2)])
    appendFileSync(path, '{"event":"warning","sequence":3,"st')
    const log = await openRunLog(path, Infinity)
    log.append(warning(9))
    await log.close()
    expect((await readRecords(path)).map(record => [record.sequence, record.step])).toEqual([
      [1, 1],
      [2, 2],
      [3, 9],
    ])
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3)
  })

  it('has no records where there is no file', async () => {
    expect(await readRecords(join(folder, 'none.jsonl'))).toEqual([])
  })
})

describe('lastRecordBefore', () => {
  it('ends before the first record of a later step', async () => {
    await write([warning(1), warning(5), warning(6), warning(5)])
    expect(await lastRecordBefore(path, { step: 5, epoch: 0 })).toBe(2)
  })

  it('ends before an epoch that the checkpoint has not closed yet', async () => {
    await write([warning(5), epoch(5, 1), warning(5)])
    expect(await lastRecordBefore(path, { step: 5, epoch: 0 })).toBe(1)
    expect(await lastRecordBefore(path, { step: 5, epoch: 1 })).toBe(3)
  })
})
