// A run that was cut off anywhere ends with the very bits of one that was not.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRecords } from '../../../engine/train/run-log.ts'
import type { RunHandle } from '../../../engine/train/run-types.ts'
import { resumeRun, startRun } from '../../../engine/train/start-run.ts'
import type { Training } from '../../../shared/document/types.ts'
import type { RunRecord } from '../../../shared/runs/events.ts'
import { smallDocument } from './small-document.ts'
import { epochsOf, scratchFolder, weightsHash } from './small-run.ts'

const scratch = scratchFolder()

function start(name: string, training: Partial<Training> = {}): Promise<RunHandle> {
  const folder = join(scratch, name)
  return startRun({ document: smallDocument(training), folder, baseFolder: scratch })
}

function until(handle: RunHandle, isIt: (record: RunRecord) => boolean): Promise<void> {
  return new Promise(resolve => {
    handle.onRecord(record => {
      if (isIt(record)) resolve()
    })
  })
}

const recordsOf = (folder: string) => readRecords(join(folder, 'events.jsonl'))

describe('a run that continues', () => {
  // 330 examples, 33 of them for validation: 19 steps an epoch, the last one of 9 examples.
  const long = { epochs: 40 }

  it('is bit-identical after stops, after kill -9, and after both', async () => {
    const whole = await start('whole', long)
    expect((await whole.done).reason).toBe('finished')
    const hash = weightsHash(whole.folder)
    const epochs = epochsOf(await recordsOf(whole.folder))
    expect(epochs).toHaveLength(40)

    const stopped = await start('stopped', long)
    await until(stopped, record => record.event === 'progress' && record.step > 5)
    expect((await stopped.stop()).reason).toBe('stopped')
    const second = await resumeRun({ folder: stopped.folder })
    await until(second, record => record.event === 'epoch' && record.epoch > 10)
    expect((await second.stop()).reason).toBe('stopped')
    expect((await (await resumeRun({ folder: stopped.folder })).done).reason).toBe('finished')
    expect(weightsHash(stopped.folder)).toBe(hash)
    expect(epochsOf(await recordsOf(stopped.folder))).toEqual(epochs)

    const killed = await start('killed', long)
    await until(killed, record => record.event === 'epoch' && record.epoch > 2)
    process.kill(killed.trainerPid, 'SIGKILL')
    const end = await killed.done
    expect(end.reason).toBe('failed')
    expect(end.error?.message).toContain('SIGKILL')
    const resumed = await resumeRun({ folder: killed.folder })
    await until(resumed, record => record.event === 'progress' && record.epoch > 5)
    resumed.kill()
    expect((await resumed.done).reason).toBe('stopped')
    expect((await (await resumeRun({ folder: killed.folder })).done).reason).toBe('finished')
    expect(weightsHash(killed.folder)).toBe(hash)
    expect(epochsOf(await recordsOf(killed.folder))).toEqual(epochs)
  })

  it('numbers its records without gaps and counts no step twice', async () => {
    const records = await recordsOf(join(scratch, 'stopped'))
    expect(records.map(record => record.sequence)).toEqual(records.map((_, index) => index + 1))
    const steps = records.flatMap(record => (record.event === 'progress' ? [record.step] : []))
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  })

  it('may be asked for more epochs, and comes out like a run that had them from the start', async () => {
    const short = await start('short', { epochs: 2 })
    await short.done
    const longer = await resumeRun({ folder: short.folder, epochs: 3 })
    await longer.done
    const whole = await start('three', { epochs: 3 })
    await whole.done
    expect(weightsHash(short.folder)).toBe(weightsHash(whole.folder))
  })

  it('differs with another seed, so that the comparison has power', async () => {
    const other = await start('other', { epochs: 3, seed: 8 })
    await other.done
    expect(weightsHash(other.folder)).not.toBe(weightsHash(join(scratch, 'three')))
  })
})
