// From an edit to the page that shows it, as the page itself measures in a real browser
// (`renderer/state/measure.ts`).
import type { Page } from 'playwright-core'
import { measures } from '../../renderer/state/measure.ts'
import { card, chromiumPath, openTemplate, servePage, shapeOf } from '../e2e/page.ts'
import { median } from './rounds.ts'

export interface PaintTimes {
  readonly what: string
  /** Milliseconds from the changed document to the finished page, to the painted frame, to the code. */
  readonly page: number
  readonly paint: number
  readonly code: number
}

interface Edit {
  readonly what: string
  readonly prepare: (page: Page) => Promise<void>
  readonly make: (page: Page, count: number) => Promise<void>
  /** The output that shows the last edit, and how; another text means that nothing was measured. */
  readonly shown: readonly [id: string, text: string]
}

const many = 40

const edits: readonly Edit[] = [
  {
    what: 'LeNet, filters of conv1',
    prepare: async page => {
      await card(page, 'conv1').click()
      await page.getByLabel('Filters', { exact: true }).focus()
    },
    make: (page, count) => page.keyboard.press(count % 2 === 0 ? 'ArrowUp' : 'ArrowDown'),
    shown: ['pool1', '14×14×6'],
  },
  {
    what: 'ResNet-20, width of all layers',
    prepare: page => openTemplate(page, 'ResNet-20'),
    make: (page, count) => page.getByLabel('width', { exact: true }).fill(String(count + 17)),
    shown: ['stage3', `8×8×${4 * (many + 16)}`],
  },
]

/** Medians of edits one after another; null where no Chromium is. */
export async function timePaint(): Promise<readonly PaintTimes[] | null> {
  if (chromiumPath === undefined) return null
  const server = await servePage()
  try {
    const times: PaintTimes[] = []
    for (const edit of edits)
      times.push(await timeEdit(await server.open({ query: '?measure' }), edit))
    return times
  } finally {
    await server.close()
  }
}

async function timeEdit(page: Page, { what, prepare, make, shown }: Edit): Promise<PaintTimes> {
  await prepare(page)
  // The editor of the code loads, and the first edits warm the page up.
  await page.locator('.view-lines').waitFor()
  for (let count = 0; count < many; count++) {
    if (count === 10) await page.evaluate(() => performance.clearMeasures())
    await make(page, count)
    await page.waitForTimeout(80)
  }
  const [id, text] = shown
  const found = await shapeOf(page, id).textContent()
  if (found !== text) throw new Error(`${what}: ${id} shows ${found} instead of ${text}.`)
  const [toPage, toPaint, toCode] = await Promise.all([
    medianOf(page, measures.page),
    medianOf(page, measures.paint),
    medianOf(page, measures.code),
  ])
  await page.context().close()
  return { what, page: toPage, paint: toPaint, code: toCode }
}

async function medianOf(page: Page, name: string): Promise<number> {
  const times = await page.evaluate(
    wanted => performance.getEntriesByName(wanted).map(entry => entry.duration),
    name,
  )
  return median(times)
}
