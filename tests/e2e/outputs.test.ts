// Several outputs of one card and a formula, drawn and written by hand in a real browser.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  card,
  chromiumPath,
  drag,
  middleOf,
  type PageServer,
  servePage,
  shapeOf,
  startEmpty,
} from './page.ts'

if (chromiumPath === undefined) console.warn('NO CHROMIUM: the browser tests are skipped.')

describe.skipIf(chromiumPath === undefined)('a gate drawn by hand', () => {
  let server: PageServer
  let page: Page

  beforeAll(async () => {
    server = await servePage()
    page = await server.open()
  })
  afterAll(async () => {
    await server?.close()
  })

  const insert = (type: string) =>
    page
      .locator('.palette-item')
      .filter({ hasText: new RegExp(`^${type}$`) })
      .dblclick()

  it('cuts a picture in two, joins the halves by a formula, and says where the formula is wrong', async () => {
    await startEmpty(page)
    await page.locator('.react-flow__node').first().click()
    await insert('conv2d')
    await insert('split')
    const parts = card(page, 'split1')
    await expect.poll(() => parts.locator('.port.out').count()).toBe(2)
    await expect.poll(() => shapeOf(page, 'split1').textContent()).toBe('2 of 28×28×16')
    await insert('expression')
    await card(page, 'expression1').click()
    const formula = page.getByLabel('Formula', { exact: true })
    await formula.fill('relu(x')
    const message = page.locator('.field-message')
    await expect
      .poll(() => message.textContent())
      .toBe('formula is relu(x; it has a mistake at character 5: this parenthesis is never closed.')
    await formula.fill('relu(x) * sigmoid(y)')
    await page.keyboard.press('Enter')
    await expect.poll(() => shapeOf(page, 'expression1').textContent()).toBe('no shape')
    expect(await message.textContent()).toBe(
      'The formula reads y, and one wire arrives. Draw another wire to this layer, or change the formula.',
    )
    await drag(
      page,
      await middleOf(parts.locator('.port.out').nth(1)),
      await middleOf(card(page, 'expression1')),
    )
    await expect.poll(() => shapeOf(page, 'expression1').textContent()).toBe('28×28×16')
    expect(await page.locator('.react-flow__edge').count()).toBe(4)
    expect(server.complaints).toEqual([])
  })
})
