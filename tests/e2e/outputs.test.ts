// Several outputs of one card, a formula, wires that move, blocks and templates, by hand in a real browser.
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

describe.skipIf(chromiumPath === undefined)('a drawing made by hand', () => {
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

    // Both halves stand in the costs; the sheet would fold two equal sizes.
    await page.getByRole('tab', { name: 'Costs' }).click()
    const row = page.locator('.table tr', { hasText: 'split1' })
    expect(await row.locator('.number').first().textContent()).toBe('2 of 28×28×16')

    // The wire's end is taken off beside its port and put on the other branch; undone in one step.
    const lower = await middleOf(card(page, 'split1').locator('.port.in'))
    const wires = () =>
      page
        .locator('.react-flow__edge')
        .evaluateAll(edges => edges.map(edge => edge.getAttribute('data-id')))
    const before = await wires()
    await drag(
      page,
      { x: lower.x, y: lower.y - 15 },
      await middleOf(card(page, 'expression1').locator('.port.in').first()),
    )
    await expect.poll(async () => (await wires()).join()).toContain('conv1:>expression1')
    expect((await wires()).join()).not.toContain('conv1:>split1')
    await page.keyboard.press('Control+z')
    await expect.poll(wires).toEqual(before)
    expect(server.complaints).toEqual([])
  })

  it('takes a block from the palette and a template with other sizes, and explains where papers err', async () => {
    const other = await server.open({ width: 1440, theme: 'dark' })
    await other.getByRole('button', { name: 'Start from a template' }).click()
    const find = other.getByRole('searchbox', { name: 'Find a template' })
    await find.fill('googlenet')
    await expect
      .poll(() => other.locator('.template-heading').allTextContents())
      .toEqual(['Inception'])
    await other.getByRole('button', { name: 'Details of GoogLeNet' }).click()
    const details = other.locator('.template-details')
    await details.locator('.form-row', { hasText: 'auxiliary' }).locator('.switch').click()
    const input = details.getByRole('textbox', { name: 'Input' })
    await input.fill('60x60x3')
    await other.keyboard.press('Enter')
    // The heads’ 5×5 pools do not fit below 65.
    await expect.poll(() => details.textContent()).toContain('from 65×65')
    expect(await details.locator('.template-problems .error').first().textContent()).toContain(
      'A 5×5 window does not fit into a 4×4 input',
    )
    await input.fill('65x65x3')
    await other.keyboard.press('Enter')
    // 13,378,280 at 224, where each head flattens 4·4·128 numbers for 1,024 units; here 1·1·128.
    await expect
      .poll(() => details.textContent())
      .toContain(`${(13_378_280 - 2 * 15 * 128 * 1024).toLocaleString('en-US')} parameters`)
    await other.keyboard.press('Escape')

    await find.fill('parameter-exercise')
    await other.locator('.template-face').first().click()
    await card(other, 'fc1').click()
    const notes = other.getByRole('list', { name: 'To be known of these numbers' })
    expect(await notes.textContent()).toContain('The course notes print 103,219,200')
    await card(other, 'pool1').click()
    await other.getByRole('searchbox', { name: 'Filter' }).fill('squeeze')
    await other.keyboard.press('Enter')
    await card(other, 'squeezeExcite1').waitFor()
    expect(await shapeOf(other, 'squeezeExcite1').textContent()).toBe('56×56×64')
    await card(other, 'squeezeExcite1').dblclick()
    await card(other, 'excite').waitFor()
    await other.keyboard.press('Control+z')
    await card(other, 'squeezeExcite1').waitFor({ state: 'detached' })
    expect(server.complaints).toEqual([])
    await other.context().close()
  })
})
