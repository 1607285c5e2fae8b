// The canvas in a real browser: what stays where it is, what a click means, and what is in sight.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  card,
  chromiumPath,
  drag,
  middleOf,
  openTemplate,
  type PageServer,
  servePage,
} from './page.ts'

if (chromiumPath === undefined) console.warn('NO CHROMIUM: the browser tests are skipped.')

describe.skipIf(chromiumPath === undefined)('the canvas', () => {
  let server: PageServer
  let page: Page

  beforeAll(async () => {
    server = await servePage()
  })
  afterEach(async () => {
    await page.context().close()
    expect(server.complaints).toEqual([])
  })
  afterAll(() => server?.close())

  const wires = () => page.locator('.react-flow__edge').count()
  const press = (keys: string) => page.keyboard.press(keys)

  it('moves no other card when one is dragged, a layer is inserted or a wire is drawn', async () => {
    page = await server.open()
    const places = () =>
      page
        .locator('.react-flow__node')
        .evaluateAll(cards =>
          Object.fromEntries(
            cards.map(element => [
              element.getAttribute('data-id'),
              (element as HTMLElement).style.transform,
            ]),
          ),
        )
    const moved = (from: Record<string, string>, to: Record<string, string>) =>
      Object.keys(to).filter(id => from[id] !== to[id])
    const first = await places()
    const from = await middleOf(card(page, 'fc2'))
    await drag(page, from, { x: from.x + 60, y: from.y + 10 })
    expect(moved(first, await places())).toEqual(['fc2'])
    await press('Control+z')
    await card(page, 'pool2').click()
    await page
      .locator('.palette-item')
      .filter({ hasText: /^dropout$/ })
      .dblclick()
    expect(moved(first, await places())).toEqual(['dropout1'])
    const canvas = await page.locator('.canvas-region').boundingBox()
    const added = await card(page, 'dropout1').boundingBox()
    if (!canvas || !added) throw new Error('is not shown')
    expect(added.y + added.height).toBeLessThanOrEqual(canvas.y + canvas.height)
    expect(added.x).toBeGreaterThanOrEqual(canvas.x)
    expect(added.x + added.width).toBeLessThanOrEqual(canvas.x + canvas.width)
  })

  it('selects several cards with a frame and no text, and then one of them with a click', async () => {
    page = await server.open()
    const start = await card(page, 'conv1').boundingBox()
    const end = await card(page, 'conv2').boundingBox()
    if (!start || !end) throw new Error('is not shown')
    await page.keyboard.down('Shift')
    await drag(
      page,
      { x: start.x - 20, y: start.y - 10 },
      { x: end.x + end.width + 10, y: end.y + end.height + 10 },
    )
    await page.keyboard.up('Shift')
    const selected = page.locator('.react-flow__node.selected')
    expect(await selected.count()).toBe(3)
    expect(await page.evaluate(() => String(getSelection()))).toBe('')
    await card(page, 'pool1').click()
    expect(
      await selected.evaluateAll(cards => cards.map(one => one.getAttribute('data-id'))),
    ).toEqual(['pool1'])
  })

  it('adds after the focused card and removes it, with the focus on what is selected', async () => {
    page = await server.open()
    await card(page, 'fc2').click()
    await press('ArrowUp')
    await card(page, 'conv1').focus()
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null)
    expect(await focused()).toBe('conv1')
    await press('a')
    await page.getByRole('combobox').fill('drop')
    await press('Enter')
    await expect.poll(focused).toBe('dropout1')
    expect(await page.locator('.react-flow__node.selected').count()).toBe(1)
    await press('Delete')
    await expect.poll(focused).toBe('conv1')
    expect(await card(page, 'dropout1').count()).toBe(0)
    expect(await wires()).toBe(8)
  })

  it('keeps the note of a low card inside a block in sight, and says which use it is about', async () => {
    page = await server.open()
    await openTemplate(page, 'ResNet-20')
    await card(page, 'stage2').dblclick()
    await card(page, 'conv1').click()
    await page.getByLabel('Kernel', { exact: true }).fill('5')
    await press('Enter')
    const note = page.locator('.note')
    expect(await note.textContent()).toContain('This is in repeat 1 of stage1')
    const isOnTop = () =>
      note.evaluate(element => {
        const { right, bottom } = element.getBoundingClientRect()
        return document.elementFromPoint(right - 6, bottom - 6)?.closest('.note') === element
      })
    await expect.poll(isOnTop).toBe(true)
  })
})
