// A layer of a trained network is written in another way by a click, and keeps what was learnt.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRun } from '../../engine/train/network-session.ts'
import { smallDocument } from '../engine/train/small-document.ts'
import { drawn, dropDocument } from './dropped.ts'
import { browserPath, card, type HostWindow, openHostWindow } from './host-window.ts'

let window: HostWindow
beforeEach(async () => {
  window = await openHostWindow()
})
afterEach(() => window.close())

const patience = { timeout: 60_000 }

/** Of three pictures of noise. */
async function predictionsOf(run: string): Promise<Float32Array> {
  const session = await openRun(run)
  try {
    const values = Float32Array.from({ length: 3 * 784 }, (_, at) => ((at * 7919) % 1009) / 1009)
    const { scores } = await session.predict({ image: { shape: [3, 28, 28, 1], values } })
    return scores?.values ?? new Float32Array()
  } finally {
    await session.close()
  }
}

describe.skipIf(!browserPath)('a rewritten layer', () => {
  it('takes the weights of the run along, which then predicts the same', async () => {
    const { page, work, complaints } = window
    await dropDocument(page, smallDocument({ epochs: 1 }))
    await card(page, 'norm').waitFor()
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    await page.getByText('Finished').waitFor(patience)

    await card(page, 'fc').click()
    await page.getByRole('button', { name: 'Rewrite', exact: true }).click()
    const way = page.locator('.rewrites li').filter({ hasText: 'Write fc as a 5×5 convolution' })
    await way.getByRole('button', { name: /The same, with the weights of small-1$/ }).click()
    await page.getByText('small-2 is this drawing with what small-1 has learnt.').waitFor(patience)
    const rewritten = (await drawn(page)).nodes.find(({ id }) => id === 'fc')
    // 28 pooled by 4 is 7, and a 3×3 window leaves 5.
    expect(rewritten).toMatchObject({ type: 'conv2d', params: { filters: 16, kernelSize: 5 } })

    const runs = join(work, 'runs')
    expect((await readdir(runs)).sort()).toEqual(['small-1', 'small-2'])
    const [before, after] = await Promise.all(
      ['small-1', 'small-2'].map(run => predictionsOf(join(runs, run))),
    )
    const largest = Math.max(...(before ?? []))
    expect(after).toHaveLength(30)
    for (const [at, value] of (before ?? []).entries())
      expect(Math.abs(value - (after?.[at] ?? Number.NaN))).toBeLessThan(1e-5 * largest)

    // The drawing alone goes back; the new run stays.
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect((await drawn(page)).nodes.find(({ id }) => id === 'fc')?.type).toBe('dense')
    await page.getByRole('tab', { name: /^Runs/ }).click()
    await expect.poll(() => page.locator('.dock').textContent()).toContain('small-2')
    expect(complaints).toEqual([])
  })
})
