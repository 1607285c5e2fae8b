// A network with several inputs and outputs, from a file that lacks arrays to the curves of one output.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { printDocument } from '../../shared/document/print.ts'
import { severalArrays, severalDocument, writeSeveral } from '../engine/train/several-document.ts'
import { browserPath, card, type HostWindow, openHostWindow } from './host-window.ts'

let window: HostWindow
beforeEach(async () => {
  window = await openHostWindow()
})
afterEach(() => window.close())

const patience = { timeout: 60_000 }

/** Opens the list again where it closed: so it does within a tenth of a second after it was closed. */
async function showCurvesOf(page: Page, output: string): Promise<void> {
  const list = page.getByRole('button', { name: /Output whose curves are shown/ })
  const option = page.getByRole('option', { name: output, exact: true })
  await expect
    .poll(async () => {
      if (!(await option.isVisible())) await list.click()
      await option.click({ timeout: 1000 }).catch(() => {})
      return list.textContent()
    }, patience)
    .toContain(output)
}

describe.skipIf(!browserPath)('a person who trains several outputs', () => {
  it('is told which arrays are missing, sets loss and weight of each, and sees the curves of one', async () => {
    const { page, work, complaints } = window
    const file = join(work, 'several.npz')
    const document = severalDocument({ epochs: 4 })
    writeFileSync(join(work, 'several.loom.json'), printDocument(document))
    writeSeveral(file, severalArrays(200, 1), severalArrays(40, 2), ['side', 'place'])
    await page.keyboard.press('Control+o')
    await page.getByText('several', { exact: false }).first().click()
    const open = page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true })
    await open.click({ timeout: 2000 }).catch(() => {})
    await card(page, 'told').waitFor(patience)
    expect(await card(page, 'told').textContent()).toContain('twin')

    const train = page.getByRole('button', { name: /^Train Ctrl/ })
    await expect.poll(() => train.getAttribute('aria-disabled'), patience).toBe(null)
    await train.click()
    const missing = page.getByText(/Missing: side_train for the input side/)
    await missing.first().waitFor(patience)
    await page
      .getByText(/'place_test': …/)
      .first()
      .waitFor(patience)

    writeSeveral(file, severalArrays(200, 1), severalArrays(40, 2))
    await page.getByRole('tab', { name: 'Training', exact: true }).first().click()
    const weight = page.getByLabel('Weight of place', { exact: true })
    expect(await weight.inputValue()).toBe('0.5')
    await weight.fill('0.25')
    await page.keyboard.press('Enter')
    await train.click()
    await page.getByText('Finished').waitFor(patience)
    const table = page.locator('.chart table').first()
    const whole = await table.textContent()
    await showCurvesOf(page, 'kind')
    await expect.poll(() => table.textContent(), patience).not.toBe(whole)
    // Three classes, and the names below them.
    await expect.poll(() => page.locator('.confusion-table tbody tr').count(), patience).toBe(4)
    await showCurvesOf(page, 'place')
    await expect.poll(() => page.locator('.confusion-table').count(), patience).toBe(0)
    expect(complaints).toEqual([])
  })
})
