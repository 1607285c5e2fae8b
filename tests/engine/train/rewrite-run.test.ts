// What a run has learnt is kept when its drawing is rewritten: both runs predict the same.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openRun } from '../../../engine/train/network-session.ts'
import { rewriteRun } from '../../../engine/train/rewrite-run.ts'
import { resumeRun, startRun } from '../../../engine/train/start-run.ts'
import { runCli } from '../../cli/run-cli.ts'
import { smallDocument } from './small-document.ts'
import { scratchFolder } from './small-run.ts'

const folder = scratchFolder()
const run = join(folder, 'trained')

beforeAll(async () => {
  const document = smallDocument({ epochs: 1 })
  const handle = await startRun({ document, folder: run, baseFolder: folder })
  expect((await handle.done).reason).toBe('finished')
})

/** Of nine pictures of noise. */
async function predictionsOf(path: string): Promise<Float32Array> {
  const session = await openRun(path)
  try {
    const values = Float32Array.from({ length: 9 * 784 }, (_, at) => ((at * 7919) % 1009) / 1009)
    const { scores } = await session.predict({ image: { shape: [9, 28, 28, 1], values } })
    return scores?.values ?? new Float32Array()
  } finally {
    await session.close()
  }
}

function apart(a: Float32Array, b: Float32Array): number {
  expect(b).toHaveLength(a.length)
  return Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? Number.NaN))))
}

describe('a rewritten run', () => {
  it('predicts what the old one predicts, and trains on', async () => {
    const folded = join(folder, 'folded')
    await rewriteRun({ run, node: 'norm', rule: 'fold-normalization', folder: folded })
    const old = await predictionsOf(run)
    // Nobody trained to a constant: the scores differ.
    expect(Math.max(...old) - Math.min(...old)).toBeGreaterThan(0.05)
    expect(apart(old, await predictionsOf(folded))).toBeLessThan(1e-5 * Math.max(...old))

    const handle = await resumeRun({ folder: folded, epochs: 2 })
    expect(await handle.done).toMatchObject({ reason: 'finished', last: { epoch: 2 } })
  })

  it('is refused where nothing would carry over, and leaves no folder then', async () => {
    const to = join(folder, 'nothing')
    const attempt = (node: string, rule: string) => rewriteRun({ run, node, rule, folder: to })
    await expect(attempt('fc', 'fold-normalization')).rejects.toThrow(
      'fc cannot be rewritten by fold-normalization. It offers dense-to-convolution',
    )
    await expect(attempt('nrm', 'fold-normalization')).rejects.toThrow('Did you mean norm?')
    const args = ['--node', 'c1', '--rule', 'fold-normalization', '--out', 'nothing'] as const
    const made = await runCli(folder, 'rewrite', 'trained', ...args)
    expect(made).toMatchObject({ code: 1, stdout: '' })
    expect(made.stderr).toContain('c1 cannot be rewritten')
    expect(existsSync(to)).toBe(false)
    await expect(
      rewriteRun({ run, node: 'norm', rule: 'fold-normalization', folder: run }),
    ).rejects.toThrow('folder of its own')
    expect(readdirSync(run)).toContain('run.json')
  })
})
