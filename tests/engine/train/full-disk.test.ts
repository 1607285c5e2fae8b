// A disk that takes no checkpoints (F9): training goes on, says so, tries again, and loses nothing that was saved.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newestCheckpoint } from '../../../engine/train/checkpoint.ts'
import { resumeRun, startRun } from '../../../engine/train/start-run.ts'
import type { RunRecord } from '../../../shared/runs/events.ts'
import { smallDocument } from './small-document.ts'
import { scratchFolder, weightsHash } from './small-run.ts'

const scratch = scratchFolder()

/** A file where the folder of checkpoints belongs: every write fails until it is gone. */
async function startBlocked(name: string, epochs: number) {
  const folder = join(scratch, name)
  const document = smallDocument({ epochs })
  const handle = await startRun({ document, folder, baseFolder: scratch })
  writeFileSync(join(folder, 'checkpoints'), 'in the way')
  const warned = new Promise<RunRecord>(resolve => {
    handle.onRecord(record => record.event === 'warning' && resolve(record))
  })
  return { handle, folder, warned }
}

it('goes on, warns, and saves as soon as the disk takes it', async () => {
  const { handle, folder, warned } = await startBlocked('freed', 2000)
  expect(await warned).toMatchObject({ code: 'checkpoint-not-saved' })
  rmSync(join(folder, 'checkpoints'))
  const saved = new Promise<number>(resolve => {
    handle.onRecord(record => record.event === 'checkpoint' && resolve(record.step))
  })
  expect(await saved).toBeGreaterThan(0)
  expect((await handle.stop()).reason).toBe('stopped')
  expect(await newestCheckpoint(join(folder, 'checkpoints'))).not.toBeNull()
})

it('does not pass for finished when its last weights could not be saved, and resumes to the same bits', async () => {
  const { handle, folder } = await startBlocked('lost', 3)
  const result = await handle.done
  expect(result).toMatchObject({ reason: 'failed', error: { code: 'checkpoint-not-saved' } })
  rmSync(join(folder, 'checkpoints'))
  expect((await (await resumeRun({ folder })).done).reason).toBe('finished')
  const whole = join(scratch, 'whole')
  const document = smallDocument({ epochs: 3 })
  await (await startRun({ document, folder: whole, baseFolder: scratch })).done
  expect(weightsHash(folder)).toBe(weightsHash(whole))
})
