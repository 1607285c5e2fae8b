// The fields of the inspector that have arguments of their own, and hints that a person puts aside.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../shared/document/types.ts'
import { layer } from '../shared/graph/drawing.ts'
import { chain, conv, dense, end, flat, image } from '../shared/graph/findings/parts.ts'
import { drawn, drawnFrom, dropDocument } from './dropped.ts'
import { setField } from './host-window.ts'
import { card, chromiumPath, type PageServer, servePage } from './page.ts'

describe.skipIf(chromiumPath === undefined)('the inspector', () => {
  let server: PageServer
  let page: Page

  beforeAll(async () => {
    server = await servePage()
  })
  beforeEach(async () => {
    page = await server.open()
  })
  afterEach(async () => {
    await page.context().close()
    expect(server.complaints).toEqual([])
  })
  afterAll(() => server?.close())

  /** What a layer of the drawing says, without where it stands. */
  async function said(id: string): Promise<Json | undefined> {
    return (await drawn(page)).nodes.find(node => node.id === id)?.params as Json | undefined
  }

  async function select(id: string): Promise<void> {
    await card(page, id).click()
  }

  async function choose(label: string, word: string): Promise<void> {
    await page.getByRole('button', { name: new RegExp(`${label}$`) }).click()
    await page.getByRole('option', { name: word, exact: true }).click()
  }

  const argumentsOf = (label: string) => page.getByRole('group', { name: `Arguments of ${label}` })

  it('sets first values, penalty and bound of a kernel, with their numbers, and takes each back', async () => {
    await dropDocument(page, chain(image(8, 8, 3), conv('c', 4), flat, end))
    await select('c')
    const before = await said('c')
    await page.getByRole('button', { name: /^Weights/ }).click()

    await choose('Kernel initializer', 'randomNormal')
    const initializer = argumentsOf('Kernel initializer')
    await initializer.getByLabel('Mean', { exact: true }).waitFor()
    await setField(page, 'Deviation', '0.02')
    expect(await said('c')).toMatchObject({
      kernelInitializer: { kind: 'randomNormal', stddev: 0.02 },
    })

    await choose('Kernel initializer', 'sobelX')
    await initializer.waitFor({ state: 'detached' })
    expect(await said('c')).toMatchObject({ kernelInitializer: 'sobelX' })

    await argumentsOf('Kernel regularizer').getByLabel('L2', { exact: true }).fill('0.001')
    await page.keyboard.press('Enter')
    expect(await said('c')).toMatchObject({ kernelRegularizer: { l2: 0.001 } })

    await choose('Kernel constraint', 'maxNorm')
    await argumentsOf('Kernel constraint').getByLabel('Largest norm').fill('3')
    await page.keyboard.press('Enter')
    expect(await said('c')).toMatchObject({ kernelConstraint: { kind: 'maxNorm', maxValue: 3 } })
    expect(await page.locator('.card.error').count()).toBe(0)

    const undo = page.getByRole('button', { name: 'Undo', exact: true })
    while ((await undo.getAttribute('aria-disabled')) !== 'true') await undo.click()
    expect(await said('c')).toEqual(before)
  })

  it('sets what augmentation draws from', async () => {
    const mix = layer('mix', 'mixUp', { alpha: 0.2 })
    const turn = layer('turn', 'randomRotation', { factor: 0.1 })
    await dropDocument(page, chain(image(8, 8, 3), turn, mix, flat, end))
    await select('mix')
    await setField(page, 'Alpha', '0.4')
    expect(await said('mix')).toEqual({ alpha: 0.4 })
    await setField(page, 'Alpha', '0')
    await page
      .getByText(/alpha is 0/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await said('mix')).toEqual({ alpha: 0.4 })
    await select('turn')
    await setField(page, 'Factor', '0.25')
    expect(await said('turn')).toEqual({ factor: 0.25 })
    await choose('Fill mode', 'wrap')
    expect(await said('turn')).toEqual({ factor: 0.25, fillMode: 'wrap' })
  })

  it('puts a hint aside with the reason, goes to its layer from the row, and hears it again', async () => {
    const document = chain(image(4), dense('fc', 8), end)
    await dropDocument(page, document)
    const before = await drawnFrom(page, document)
    await page.getByRole('tab', { name: /^Problems/ }).click()
    const why = page.getByRole('button', { name: 'Why this matters: linear-pair' })
    const row = page.locator('.problems tbody tr').filter({ has: why })
    await why.click()
    await page.getByRole('dialog').getByText('Two linear layers').first().waitFor()
    await page.keyboard.press('Escape')
    expect(await row.getAttribute('class')).toBe('')
    await row.locator('.severity-cell').click()
    await expect.poll(() => card(page, 'fc').getAttribute('class')).toContain('selected')

    await row.getByRole('button', { name: /^Other/ }).click()
    await page.getByRole('menuitem', { name: 'Silence here…' }).click()
    const ask = page.getByRole('dialog', { name: 'Silence this here?' })
    await ask.getByLabel('Reason').fill('a factorisation')
    await ask.getByRole('button', { name: 'Silence', exact: true }).click()
    await row.waitFor({ state: 'detached' })
    const [, fc] = (await drawn(page)).nodes
    expect(fc?.silenced).toEqual({ 'linear-pair': 'a factorisation' })

    await page.getByText('1 problem silenced').click()
    expect(await page.locator('.silenced li').textContent()).toContain('a factorisation')
    await page.getByRole('button', { name: 'Hear again' }).click()
    await row.waitFor()
    expect((await drawn(page)).nodes).toEqual(before.nodes)
  })

  it('goes back to the drawing with Escape from the gallery', async () => {
    await page.getByRole('button', { name: 'Start from a template' }).click()
    const search = page.getByLabel('Find a template')
    await search.waitFor()
    await page.keyboard.press('Escape')
    await search.waitFor({ state: 'detached' })
  })
})
