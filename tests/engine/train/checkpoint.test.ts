import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  findNonFinite,
  newestCheckpoint,
  removeUnfinished,
  writeCheckpoint,
} from '../../../engine/train/checkpoint.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const state = (step: number) => ({
  step,
  epoch: 1,
  batch: 3,
  sums: { loss: 0.1 + 0.2, correct: 5, examples: 24, seconds: 0.5 },
  learningRate: 0.001,
  best: null,
  last: null,
  history: [],
  seconds: 9,
  networkHash: 'h',
  dataFingerprint: 'f',
  seed: 1,
  hasOptimizer: true,
})

function save(prefix: string): void {
  writeFileSync(`${prefix}.index`, 'index')
  writeFileSync(`${prefix}.data-00000-of-00001`, new Uint8Array(4096).fill(7))
}

describe('writeCheckpoint', () => {
  it('publishes the files with their digests and the state as it was', async () => {
    expect(await writeCheckpoint(folder, state(12), save)).toBe('00000012')
    const found = await newestCheckpoint(folder)
    expect(found?.state).toMatchObject(state(12))
    // sha256 of "index", from coreutils.
    expect(found?.state.files['weights.index']).toEqual({
      size: 5,
      sha256: '1bc04b5291c26a46d918139138b992d2de976d6851d0893b0476b85bfbdfc6e6',
    })
    expect(existsSync(`${found?.prefix}.index`)).toBe(true)
  })

  it('keeps two', async () => {
    for (const step of [1, 2, 3, 4]) await writeCheckpoint(folder, state(step), save)
    expect(readdirSync(folder).sort()).toEqual(['00000003', '00000004'])
  })

  it('leaves the older ones and no trace when the disk takes no more', async () => {
    await writeCheckpoint(folder, state(1), save)
    const full = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    }
    await expect(writeCheckpoint(folder, state(2), full)).rejects.toThrow(/disk is full|space/)
    expect(readdirSync(folder)).toEqual(['00000001'])
  })
})

describe('newestCheckpoint', () => {
  const damages: Readonly<Record<string, (path: string) => void>> = {
    'a flipped bit': path => {
      const data = join(path, 'weights.data-00000-of-00001')
      const bytes = readFileSync(data)
      bytes[100] = (bytes[100] ?? 0) ^ 1
      writeFileSync(data, bytes)
    },
    'a cut file': path => {
      const data = join(path, 'weights.data-00000-of-00001')
      writeFileSync(data, readFileSync(data).subarray(0, 4000))
    },
    'a missing file': path => rmSync(join(path, 'weights.index')),
    'a torn state.json': path => {
      const text = readFileSync(join(path, 'state.json'), 'utf8')
      writeFileSync(join(path, 'state.json'), text.slice(0, text.length / 2))
    },
    'a state.json without files': path => writeFileSync(join(path, 'state.json'), '{"version":1}'),
  }
  it.each(Object.keys(damages))('sets aside one with %s and takes the one before', async name => {
    await writeCheckpoint(folder, state(1), save)
    await writeCheckpoint(folder, state(2), save)
    damages[name]?.(join(folder, '00000002'))
    const said: string[] = []
    const found = await newestCheckpoint(folder, message => said.push(message))
    expect(found?.state.step).toBe(1)
    expect(said).toHaveLength(1)
    expect(readdirSync(folder).sort()).toEqual(['00000001', '00000002.damaged'])
  })

  it('passes over a damaged one without touching it for a reader that does not own the run', async () => {
    await writeCheckpoint(folder, state(1), save)
    await writeCheckpoint(folder, state(2), save)
    rmSync(join(folder, '00000002', 'weights.index'))
    expect((await newestCheckpoint(folder))?.state.step).toBe(1)
    expect(readdirSync(folder).sort()).toEqual(['00000001', '00000002'])
  })

  it('finds none in a folder that is not there', async () => {
    expect(await newestCheckpoint(join(folder, 'none'))).toBeNull()
  })

  it('orders by number where names grow longer', async () => {
    await writeCheckpoint(folder, state(99_999_999), save)
    await writeCheckpoint(folder, state(100_000_000), save)
    expect((await newestCheckpoint(folder))?.state.step).toBe(100_000_000)
  })

  it('refuses to read what a newer program wrote', async () => {
    await writeCheckpoint(folder, state(1), save)
    writeFileSync(join(folder, '00000001', 'state.json'), '{"version":2}')
    await expect(newestCheckpoint(folder)).rejects.toThrow(/newer program/)
    expect(readdirSync(folder)).toEqual(['00000001'])
  })
})

describe('what a killed process leaves', () => {
  it('is removed when a run goes on', async () => {
    await writeCheckpoint(folder, state(1), save)
    const unfinished = writeCheckpoint(folder, state(2), () => new Promise(() => {}))
    void unfinished
    while (!existsSync(join(folder, '.tmp-2'))) await new Promise(done => setTimeout(done, 5))
    await removeUnfinished(folder)
    expect(readdirSync(folder)).toEqual(['00000001'])
  })
})

describe('findNonFinite', () => {
  it.each([Number.NaN, Infinity, -Infinity])('finds %d wherever it lies', async value => {
    const values = new Float32Array(700_000)
    values[650_001] = value
    writeFileSync(join(folder, 'w.data-00000-of-00001'), new Uint8Array(values.buffer))
    expect(await findNonFinite(join(folder, 'w'))).toBe(650_001 * 4)
  })

  it('passes the largest and smallest finite numbers', async () => {
    const values = new Float32Array([3.4028234663852886e38, -3.4028234663852886e38, 1e-45, 0])
    writeFileSync(join(folder, 'w.data-00000-of-00001'), new Uint8Array(values.buffer))
    expect(await findNonFinite(join(folder, 'w'))).toBeNull()
  })
})
