// A network is drawn by hand in a real browser: placed, connected, mended, undone and redone.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  card,
  cardIds,
  chromiumPath,
  drag,
  dragLayer,
  drawWire,
  middleOf,
  openTemplate,
  type PageServer,
  servePage,
  shapeOf,
  startEmpty,
} from './page.ts'

if (chromiumPath === undefined) console.warn('NO CHROMIUM: the browser tests are skipped.')

describe.skipIf(chromiumPath === undefined)('the page', () => {
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

  const text = async (id: string) => (await shapeOf(page, id).textContent()) ?? ''
  const wires = () => page.locator('.react-flow__edge').count()
  const press = (keys: string) => page.keyboard.press(keys)

  it('draws a network from the palette, shows a mistake, mends it, and undoes and redoes all', async () => {
    page = await server.open()
    await startEmpty(page)
    await dragLayer(page, 'conv2d', 160, 100)
    await dragLayer(page, 'maxPooling2d', 160, 200)
    await dragLayer(page, 'flatten', 160, 300)
    await dragLayer(page, 'dense', 160, 400)
    expect(await cardIds(page)).toEqual(['image', 'conv1', 'maxPooling1', 'flatten1', 'dense1'])

    await drawWire(page, 'image', 'conv1')
    await drawWire(page, 'conv1', 'maxPooling1')
    await drawWire(page, 'maxPooling1', 'flatten1')
    await drawWire(page, 'flatten1', 'dense1')
    expect(await wires()).toBe(4)
    // 28 same → 28; pooled → 14; 14·14·32 = 6272.
    expect(await Promise.all(['conv1', 'maxPooling1', 'flatten1', 'dense1'].map(text))).toEqual([
      '28×28×32',
      '14×14×32',
      '6272',
      '64',
    ])
    // Cards show 3·3·1·32 + 32 and 6272·64 + 64 parameters.
    expect(await card(page, 'conv1').textContent()).toContain('320 params')
    expect(await card(page, 'dense1').textContent()).toContain('401,472 params')

    await card(page, 'maxPooling1').click()
    await page.getByLabel('Window', { exact: true }).fill('30')
    await press('Enter')
    expect(await text('maxPooling1')).toBe('no shape')
    expect(await card(page, 'flatten1').textContent()).toContain('waits for maxPooling1')
    const note = page.locator('.note')
    expect(await note.textContent()).toContain('30×30')
    const label = await note.locator('.fix b').first().textContent()
    await note.locator('.fix').first().click()
    expect(await note.count()).toBe(0)
    expect(await text('maxPooling1')).not.toBe('no shape')
    expect(await page.locator('.card.error').count()).toBe(0)

    const after = await page.locator('.react-flow__nodes').textContent()
    const undo = page.getByRole('button', { name: 'Undo', exact: true })
    await undo.hover()
    await press('Escape')
    let steps = 0
    while ((await undo.getAttribute('aria-disabled')) !== 'true' && steps < 30) {
      await undo.click()
      steps++
    }
    // Four layers, four wires, one size, one fix.
    expect(steps).toBe(10)
    expect(label).not.toBe('')
    expect(await cardIds(page)).toEqual(['image'])
    for (let step = 0; step < steps; step++)
      await page.getByRole('button', { name: 'Redo', exact: true }).click()
    expect(await page.locator('.react-flow__nodes').textContent()).toBe(after)
  })

  it('refuses a wire that runs in a circle, and keeps the wires that are there', async () => {
    page = await server.open()
    await drawWire(page, 'fc1', 'conv2')
    expect(await page.getByText('No wire: would run in a circle.').isVisible()).toBe(true)
    expect(await wires()).toBe(8)
  })

  it('shows beside each port what a wire would lead to while it is drawn', async () => {
    page = await server.open()
    const from = await middleOf(card(page, 'conv1').locator('.port.out'))
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 80, from.y + 30, { steps: 4 })
    expect(await card(page, 'flatten').locator('.verdict').textContent()).toBe(
      '4704, replaces pool2',
    )
    expect(await card(page, 'image').locator('.card.refuses').count()).toBe(1)
    await page.mouse.up()
  })

  it('opens the list of layers where a wire ends on empty canvas, and connects the chosen one', async () => {
    page = await server.open()
    const from = await middleOf(card(page, 'scores').locator('.port.out'))
    await drag(page, from, { x: from.x + 10, y: from.y + 70 })
    await page.getByRole('combobox').fill('drop')
    expect(await page.getByRole('option').first().textContent()).toContain('dropout')
    await press('Enter')
    await card(page, 'dropout1').waitFor()
    expect(await text('dropout1')).toBe('10')
  })

  it('inserts a layer that is dropped on a wire', async () => {
    page = await server.open()
    const canvas = await page.locator('.canvas-region').boundingBox()
    const above = await middleOf(card(page, 'conv1').locator('.port.out'))
    const below = await middleOf(card(page, 'pool1').locator('.port.in'))
    const y = (above.y + below.y) / 2 - (canvas?.y ?? 0)
    await dragLayer(page, 'dropout', above.x - (canvas?.x ?? 0), y)
    await card(page, 'dropout1').waitFor()
    expect(await wires()).toBe(9)
    expect(await text('dropout1')).toBe('28×28×6')
  })

  it('moves cards by dragging as one step, and puts them back', async () => {
    page = await server.open()
    const before = await middleOf(card(page, 'scores'))
    await drag(page, before, { x: before.x + 60, y: before.y + 40 })
    const moved = await middleOf(card(page, 'scores'))
    expect(Math.abs(moved.x - before.x - 60)).toBeLessThan(4)
    expect(Math.abs(moved.y - before.y - 40)).toBeLessThan(4)
    await press('Control+z')
    expect(await middleOf(card(page, 'scores'))).toEqual(before)
  })

  it('removes with Delete and heals the gap; copies, cuts and pastes through the clipboard', async () => {
    page = await server.open()
    await card(page, 'pool1').click()
    await press('Delete')
    expect(await card(page, 'pool1').count()).toBe(0)
    expect(await text('conv2')).toBe('24×24×16')
    await card(page, 'fc1').click()
    await card(page, 'fc2').click({ modifiers: ['Shift'] })
    await press('Control+c')
    const clip = await page.evaluate(() => navigator.clipboard.readText())
    expect(JSON.parse(clip).nodes.map((node: { id: string }) => node.id)).toEqual(['fc1', 'fc2'])
    await press('Control+v')
    await card(page, 'fc3').waitFor()
    expect(await wires()).toBe(8)
    await press('Control+x')
    await card(page, 'fc3').waitFor({ state: 'detached' })
    expect(await wires()).toBe(7)
  })

  it('is drawn without a mouse: arrows follow wires, Ctrl K inserts, C connects, F6 changes regions', async () => {
    page = await server.open()
    await card(page, 'image').focus()
    await press('ArrowDown')
    await press('ArrowDown')
    expect(await card(page, 'pool1').evaluate(element => element === document.activeElement)).toBe(
      true,
    )
    await press('Control+k')
    await page.getByRole('combobox').fill('batch')
    await press('Enter')
    await card(page, 'batchNormalization1').waitFor()
    expect(await text('batchNormalization1')).toBe('14×14×6')
    await card(page, 'image').click()
    await press('c')
    await press('ArrowDown')
    await press('Enter')
    // conv1 is connected already, so pool1 is the first that fits: 28×28×1 halved.
    await expect.poll(() => text('pool1')).toBe('14×14×1')
    const regions = []
    for (let index = 0; index < 8; index++) {
      await press('F6')
      regions.push(
        await page.evaluate(
          () => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region,
        ),
      )
    }
    expect(new Set(regions).size).toBeGreaterThanOrEqual(7)
  })

  it('opens a block, edits inside, and the uses outside follow', async () => {
    page = await server.open()
    await openTemplate(page, 'ResNet-20')
    await card(page, 'stage2').click()
    await press('Enter')
    await card(page, 'shortcut').waitFor()
    expect(await text('shortcut')).toBe('16×16×32')
    await card(page, 'relu2').click()
    await press('Control+k')
    await page.getByRole('combobox').fill('dropout')
    await press('Enter')
    await card(page, 'dropout1').waitFor()
    await page.locator('.breadcrumb button').first().click()
    await card(page, 'stage1').waitFor()
    expect(await page.locator('.status-bar').textContent()).toContain('82 layers in all')
  })

  it('shows every shape that a parameter of the network changes while it is typed', async () => {
    page = await server.open()
    await openTemplate(page, 'ResNet-20')
    await page.getByLabel('width', { exact: true }).fill('61')
    expect(await text('stage1')).toBe('32×32×61')
    expect(await text('stage3')).toBe('8×8×244')
    await press('Escape')
    expect(await text('stage3')).toBe('8×8×64')
  })

  it('makes a block of two layers, edits inside, dissolves it, and undoes all of it', async () => {
    page = await server.open()
    const strip = () => page.locator('.cost-strip').textContent()
    const totals = await strip()
    const drawn = await page.locator('.react-flow__nodes').textContent()
    await card(page, 'conv2').click()
    await card(page, 'pool2').click({ modifiers: ['Shift'] })
    await press('Control+g')
    const name = page.getByLabel('Name of the block')
    await name.fill('2nd')
    await press('Enter')
    expect(await page.locator('.ask .field-message').textContent()).toContain('begins with')
    await name.fill('features')
    await press('Enter')
    await card(page, 'features1').waitFor()
    expect(await card(page, 'features1').locator('.card.selected').count()).toBe(1)
    expect(await cardIds(page)).toHaveLength(8)
    expect(await strip()).toBe(totals)
    expect(await text('features1')).toBe('5×5×16')

    await press('Enter')
    await card(page, 'conv2').click()
    await page.getByLabel('Filters', { exact: true }).fill('20')
    await press('Enter')
    expect(await text('pool2')).toBe('5×5×20')
    await page.locator('.breadcrumb button').first().click()
    expect(await text('features1')).toBe('5×5×20')
    const edited = await strip()

    await card(page, 'features1').click()
    await page.getByRole('button', { name: 'Dissolve block' }).click()
    await card(page, 'features1').waitFor({ state: 'detached' })
    expect(await text('conv2')).toBe('10×10×20')
    expect(await wires()).toBe(8)
    expect(await strip()).toBe(edited)
    await card(page, 'image').focus()
    for (let step = 0; step < 3; step++) await press('Control+z')
    expect(await strip()).toBe(totals)
    expect(await page.locator('.react-flow__nodes').textContent()).toBe(drawn)
  })

  it('says why no block can be made', async () => {
    page = await server.open()
    await card(page, 'image').click()
    await press('Control+g')
    await page.getByText('image is an input of the network and stays outside of blocks.').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('changes a parameter of several layers at once', async () => {
    page = await server.open()
    await card(page, 'conv1').click()
    await card(page, 'conv2').click({ modifiers: ['Shift'] })
    const kernel = page.getByLabel('Kernel', { exact: true })
    await kernel.fill('3')
    await press('Enter')
    // 28 same; 14 − 3 + 1 = 12.
    expect(await text('conv2')).toBe('12×12×16')
    expect(await card(page, 'conv1').textContent()).toContain('3×3 same')
  })

  it('shows the value of an expression, and says at the field what is wrong', async () => {
    page = await server.open()
    await card(page, 'fc1').click()
    const units = page.getByLabel('Units', { exact: true })
    await units.fill('=12*classes')
    await press('Enter')
    expect(await page.locator('.field-note').first().textContent()).toBe('120')
    await units.fill('many')
    await press('Enter')
    expect(await page.locator('.field-message').first().textContent()).toContain('whole number')
    await press('Control+.')
    await expect.poll(() => page.locator('.field-message').count()).toBe(0)
  })

  it('lays out a branched block in a worker', async () => {
    page = await server.open()
    await openTemplate(page, 'ResNet-20')
    await card(page, 'stage2').dblclick()
    await card(page, 'shortcut').waitFor()
    await page.getByRole('button', { name: 'Arrange the drawing' }).click()
    const undo = page.getByRole('button', { name: 'Undo', exact: true })
    // The worker starts first, and other work may run here.
    await expect.poll(() => undo.getAttribute('aria-disabled'), { timeout: 20_000 }).toBeNull()
    const x = async (id: string) => Math.round((await middleOf(card(page, id))).x)
    expect(await x('norm1')).toBe(await x('conv1'))
  })
})
