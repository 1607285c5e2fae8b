// Help is found from the layer and from the problem; a hint is silenced with a reason and heard again.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { card, chromiumPath, type PageServer, servePage } from './page.ts'

describe.skipIf(chromiumPath === undefined)('help', () => {
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

  it('opens at the selected layer and finds pages by their words', async () => {
    page = await server.open()
    await card(page, 'pool1').click()
    await page.keyboard.press('Shift+F1')
    const help = page.getByRole('dialog', { name: 'Help' })
    await expect.poll(() => help.locator('article h2').textContent()).toBe('Average pooling')
    await help.getByRole('searchbox').fill('uneven overlap')
    await page.keyboard.press('Enter')
    await expect.poll(() => help.locator('article code').textContent()).toBe('checkerboard')
    await page.keyboard.press('Escape')
    await expect.poll(() => help.count()).toBe(0)
  })

  it('says why a problem matters, and silences a hint with a reason until it is heard again', async () => {
    page = await server.open()
    await card(page, 'conv1').click()
    await page.getByLabel('Kernel', { exact: true }).fill('4')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /Problems/ }).click()
    const rows = page.locator('.problems tbody tr')
    await expect.poll(() => rows.count()).toBe(1)
    await page.getByRole('button', { name: 'Why this matters: even-kernel' }).click()
    const help = page.getByRole('dialog', { name: 'Help' })
    expect(await help.locator('article').textContent()).toContain('half a pixel')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Other ways' }).click()
    await page.getByRole('menuitem', { name: /Silence/ }).click()
    await page.getByLabel('Reason').fill('An experiment')
    await page.keyboard.press('Enter')
    await expect.poll(() => rows.count()).toBe(0)
    await page.locator('.silenced summary').click()
    expect(await page.locator('.silenced li').textContent()).toContain('An experiment')
    await page.getByRole('button', { name: 'Hear again' }).click()
    await expect.poll(() => rows.count()).toBe(1)
  })
})
