// From an edit to the finished page and to the frame that shows it, as the page itself measures
// (`use-paint-mark.ts`). The figures are printed; the limits are loose, since other work may run here.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageMeasure, paintMeasure } from '../../renderer/canvas/use-paint-mark.ts'
import { card, chromiumPath, openTemplate, type PageServer, servePage, shapeOf } from './page.ts'

/** Milliseconds of every edit since the last call, sorted. */
async function measured(page: Page, name: string): Promise<readonly number[]> {
  const times = await page.evaluate(name => {
    const entries = performance.getEntriesByName(name).map(entry => entry.duration)
    performance.clearMeasures(name)
    return entries
  }, name)
  return times.sort((a, b) => a - b)
}

function middle(times: readonly number[]): number {
  return times[Math.floor(times.length / 2)] ?? Number.NaN
}

/** Thirty edits one after the other; median milliseconds to the page and to the screen. */
async function thirty(page: Page, name: string, edit: (count: number) => Promise<void>) {
  await edit(-1)
  await page.waitForTimeout(200)
  await page.evaluate(() => performance.clearMeasures())
  for (let count = 0; count < 30; count++) {
    await edit(count)
    await page.waitForTimeout(60)
  }
  const toPage = await measured(page, pageMeasure)
  const toPaint = await measured(page, paintMeasure)
  expect(toPaint.length).toBeGreaterThan(25)
  console.info(
    `${name}: ${middle(toPage).toFixed(1)} ms to the page, ${middle(toPaint).toFixed(1)} ms to the painted frame (medians of ${toPaint.length} edits)`,
  )
  return middle(toPage)
}

describe.skipIf(chromiumPath === undefined)('an edit', () => {
  let server: PageServer

  beforeAll(async () => {
    server = await servePage()
  })
  afterAll(() => server?.close())

  it('of LeNet is in the page within two frames', async () => {
    const page = await server.open()
    await card(page, 'conv1').click()
    await page.getByLabel('Filters', { exact: true }).focus()
    const time = await thirty(page, 'LeNet', count =>
      page.keyboard.press(count % 2 === 0 ? 'ArrowUp' : 'ArrowDown'),
    )
    expect(time).toBeLessThan(34)
    expect(await shapeOf(page, 'pool1').textContent()).toBe('14×14×5')
  })

  it('of the width of ResNet-20, which changes every layer, is in the page within two frames', async () => {
    const page = await server.open()
    await openTemplate(page, 'ResNet-20')
    const field = page.getByLabel('width', { exact: true })
    const time = await thirty(page, 'ResNet-20', count => field.fill(String(count + 32)))
    expect(time).toBeLessThan(34)
    expect(await shapeOf(page, 'stage3').textContent()).toBe('8×8×244')
  })
})
