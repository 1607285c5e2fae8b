import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newestCheckpoint } from '../../../engine/train/checkpoint.ts'
import { readConfusion, readRun } from '../../../engine/train/run-folder.ts'
import { readRecords } from '../../../engine/train/run-log.ts'
import type { StartOptions } from '../../../engine/train/run-types.ts'
import { resumeRun, startRun } from '../../../engine/train/start-run.ts'
import { writeNpz } from './npz-file.ts'
import { smallDocument } from './small-document.ts'
import { checkpointNames, scratchFolder } from './small-run.ts'

const scratch = scratchFolder()
const at = (name: string) => join(scratch, name)

async function train(name: string, options: Partial<StartOptions> = {}) {
  const handle = await startRun({
    document: smallDocument(),
    folder: at(name),
    baseFolder: scratch,
    ...options,
  })
  const result = await handle.done
  return { result, records: await readRecords(join(at(name), 'events.jsonl')) }
}

describe('a run', () => {
  it('leaves document, settings, log, confusion and two checkpoints, and no lock', async () => {
    const { result, records } = await train('whole')
    expect(result.reason).toBe('finished')
    const run = await readRun(at('whole'))
    expect(run).toMatchObject({ seed: 7, classNames: [...'0123456789'], last: result.last })
    expect(run.dataFingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(existsSync(join(at('whole'), '.lock'))).toBe(false)
    expect(checkpointNames(at('whole')).length).toBeLessThanOrEqual(2)
    expect(checkpointNames(at('whole')).at(-1)).toBe('00000057')
    expect(records.map(record => record.event)).toContain('progress')
    expect(records.at(-1)).toMatchObject({ event: 'end', reason: 'finished', step: 57 })
    const start = records.find(record => record.event === 'start')
    // By hand: conv 3·3·1·4+4, norm 4·4, dense 5·5·4·16+16, dense 16·10+10.
    expect(start).toMatchObject({
      parameters: 40 + 16 + 1616 + 170,
      stepsPerEpoch: 19,
      totalSteps: 57,
    })
    const matrix = (await readConfusion(at('whole')))?.matrix ?? []
    const sum = matrix.flat().reduce((total, count) => total + count, 0)
    const right = matrix.reduce((total, row, index) => total + (row[index] ?? 0), 0)
    expect(sum).toBe(33)
    expect(Math.fround(right / sum)).toBe(Math.fround(result.last?.valAccuracy ?? -1))
  })

  it('tells its start before it has done a step', async () => {
    const handle = await startRun({
      document: smallDocument(),
      folder: at('quick'),
      baseFolder: scratch,
    })
    const first = await new Promise<string>(resolve =>
      handle.onRecord(({ event }) => resolve(event)),
    )
    await handle.stop()
    expect(first).toBe('preparing')
  })

  it('is not written over, unless told so, and keeps other files then', async () => {
    await expect(train('whole')).rejects.toThrow(/not empty.*--resume.*--force/)
    mkdirSync(at('other'))
    writeFileSync(join(at('other'), 'diary.txt'), 'mine')
    await expect(train('other')).rejects.toThrow(/not empty/)
    expect((await train('other', { force: true })).result.reason).toBe('finished')
    expect((await train('other', { force: true })).result.reason).toBe('finished')
    expect(readFileSync(join(at('other'), 'diary.txt'), 'utf8')).toBe('mine')
  })

  it('is refused to a second process while it trains', async () => {
    const handle = await startRun({
      document: smallDocument({ epochs: 1000 }),
      folder: at('busy'),
      baseFolder: scratch,
    })
    await expect(resumeRun({ folder: at('busy') })).rejects.toThrow(/in use by process/)
    await handle.stop()
  })

  it('answers a stop with a checkpoint of the step that was running', async () => {
    const handle = await resumeRun({ folder: at('busy') })
    let last = 0
    let asked = 0
    let saved = 0
    handle.onRecord(record => {
      if (record.event === 'end') last = record.step
      if (record.event === 'checkpoint' && asked > 0) saved = performance.now()
      if (record.event !== 'progress' || record.time < handle.started || asked > 0) return
      asked = performance.now()
      void handle.stop()
    })
    await handle.done
    expect(saved).toBeGreaterThan(asked)
    expect(checkpointNames(at('busy')).at(-1)).toBe(String(last).padStart(8, '0'))
  })

  it('refuses a drawing with errors before it makes a folder', async () => {
    const document = { ...smallDocument(), edges: [] }
    await expect(train('broken', { document })).rejects.toThrow()
    expect(existsSync(at('broken'))).toBe(false)
  })
})

describe('a loss that is no number', () => {
  it('ends the run at that step, naming step, learning rate and weight, and keeps finite weights', async () => {
    const document = smallDocument({ optimizer: { kind: 'sgd', learningRate: 1e9 }, epochs: 50 })
    const { result, records } = await train('diverged', { document })
    expect(result.reason).toBe('failed')
    expect(result.error?.fault).toBe('input')
    expect(result.error?.message).toMatch(/at step \d+ with learning rate 1e9/)
    expect(records.at(-1)).toMatchObject({ event: 'end', reason: 'failed' })
    const text = readFileSync(join(at('diverged'), 'events.jsonl'), 'utf8')
    for (const line of text.trim().split('\n')) JSON.parse(line)
  })

  it('ends the run when weights are found not to be finite, and never saves them', async () => {
    // ReLU turns NaN into 0, so that the loss stays finite while the first layer is lost.
    const document = smallDocument({ optimizer: { kind: 'sgd', learningRate: 1e38 }, epochs: 50 })
    const { result, records } = await train('lost', { document })
    expect(result.error?.code).toBe('loss-not-finite')
    const error = records.find(record => record.event === 'error')
    expect(error).toMatchObject({ layer: expect.stringMatching(/^(c1|norm|fc|scores)$/) })
    expect(await newestCheckpoint(join(at('lost'), 'checkpoints'))).toBeNull()
  })

  it('is kept out by refusing data that holds one, with the number of the example', async () => {
    const x = new Float32Array(40 * 28 * 28).fill(0.5)
    x[3 * 784 + 10] = Number.NaN
    writeNpz(at('nan.npz'), x, [40, 28, 28, 1], 10)
    const document = smallDocument({ dataset: { kind: 'npz', path: 'nan.npz' } })
    const { result } = await train('nan', { document })
    expect(result.error).toMatchObject({ fault: 'input', code: 'data-not-finite' })
    expect(result.error?.message).toMatch(/^Number 4 of the 40 training examples of nan holds NaN/)
  })
})

describe('resuming', () => {
  it('refuses changed data until it is accepted', async () => {
    const x = new Float32Array(40 * 28 * 28).map((_, index) => (index * 7919) % 13)
    writeNpz(at('data.npz'), x, [40, 28, 28, 1], 10)
    const document = smallDocument({ dataset: { kind: 'npz', path: 'data.npz' } })
    await train('changing', { document })
    x[0] = 99
    writeNpz(at('data.npz'), x, [40, 28, 28, 1], 10)
    const refused = await (await resumeRun({ folder: at('changing'), epochs: 4 })).done
    expect(refused.error?.code).toBe('data-changed')
    const accepted = await resumeRun({ folder: at('changing'), epochs: 4, acceptChangedData: true })
    expect((await accepted.done).reason).toBe('finished')
  })

  it('refuses another network, other settings, and a folder that is no run', async () => {
    const document = smallDocument()
    const other = { ...document, nodes: document.nodes.filter(node => node.id !== 'drop') }
    const again = { folder: at('whole'), resume: true }
    await expect(train('whole', { ...again, document: other })).rejects.toThrow(/not the network/)
    await expect(train('whole', { ...again, overrides: { batchSize: 17 } })).rejects.toThrow(
      /batchSize 16, not 17/,
    )
    await expect(
      train('whole', { ...again, overrides: { dataset: { kind: 'glyphs', count: 330, seed: 5 } } }),
    ).rejects.toThrow(/data is glyphs\?count=330, not glyphs\?seed=5&count=330/)
    await expect(resumeRun({ folder: scratch })).rejects.toThrow(/not a run/)
  })

  it('finds data that was moved by the place that it is given', async () => {
    const x = new Float32Array(40 * 784).map((_, index) => (index * 31) % 17)
    writeNpz(at('before.npz'), x, [40, 28, 28, 1], 10)
    const document = smallDocument({ dataset: { kind: 'npz', path: 'before.npz' }, epochs: 1 })
    await train('moved', { document })
    renameSync(at('before.npz'), at('after.npz'))
    const again = { document, resume: true }
    const lost = await train('moved', { ...again, overrides: { epochs: 2 } })
    expect(lost.result.error?.message).toMatch(/before\.npz.*no such file/)
    const dataset = { kind: 'npz', path: 'after.npz' }
    const found = await train('moved', { ...again, overrides: { epochs: 2, dataset } })
    expect(found.result.reason).toBe('finished')
  })

  it('falls back to the checkpoint before a damaged one and says so', async () => {
    cpSync(at('whole'), at('damaged'), { recursive: true })
    const names = checkpointNames(at('damaged'))
    const data = join(
      at('damaged'),
      'checkpoints',
      names.at(-1) ?? '',
      'weights.data-00000-of-00001',
    )
    const bytes = readFileSync(data)
    bytes[9] = (bytes[9] ?? 0) ^ 255
    writeFileSync(data, bytes)
    const handle = await resumeRun({ folder: at('damaged') })
    expect((await handle.done).reason).toBe('finished')
    const records = await readRecords(join(at('damaged'), 'events.jsonl'))
    expect(records.some(({ event }) => event === 'warning')).toBe(true)
    expect(checkpointNames(at('damaged'))).toContain(`${names.at(-1)}.damaged`)
  })
})

describe('a trainer whose parent is killed', () => {
  it('saves a checkpoint and goes', async () => {
    const program = join(import.meta.dirname, 'start-and-wait.ts')
    const parent = spawn(process.execPath, [program, at('orphan')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise(resolve => parent.stdout.once('data', resolve))
    parent.kill('SIGKILL')
    await new Promise(resolve => parent.on('close', resolve))
    const handle = await resumeRun({ folder: at('orphan') })
    const start = new Promise<number>(resolve => {
      handle.onRecord(record => record.event === 'start' && record.resumed && resolve(record.step))
    })
    expect(await start).toBeGreaterThan(0)
    await handle.stop()
    // What the trainer did after its parent's death is in the history: no epoch is missing or told twice.
    const records = await readRecords(join(at('orphan'), 'events.jsonl'))
    const epochs = records.flatMap(record => (record.event === 'epoch' ? [record.epoch] : []))
    expect(epochs).toEqual(epochs.map((_, index) => index + 1))
  })

  it('leaves the epochs that its parent did not hear of to the next session', async () => {
    const checkpoints = join(at('orphan'), 'checkpoints')
    const done = (await newestCheckpoint(checkpoints))?.state.epoch ?? 0
    expect(done).toBeGreaterThan(1)
    const log = join(at('orphan'), 'events.jsonl')
    const lines = readFileSync(log, 'utf8').split('\n')
    const cut = lines.findIndex(line => line.includes('"event":"epoch","epoch":2,'))
    writeFileSync(log, `${lines.slice(0, cut).join('\n')}\n`)
    const handle = await resumeRun({ folder: at('orphan') })
    await handle.stop()
    const epochs = (await readRecords(log)).flatMap(record =>
      record.event === 'epoch' ? [record.epoch] : [],
    )
    expect(epochs.length).toBeGreaterThanOrEqual(done)
    expect(epochs).toEqual(epochs.map((_, index) => index + 1))
  })
})
