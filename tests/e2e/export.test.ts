import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserPath, card, type HostWindow, openHostWindow, setField } from './host-window.ts'

let window: HostWindow
beforeEach(async () => {
  window = await openHostWindow()
})
afterEach(() => window.close())

/** Names of the files in the zip that the dialog downloads. */
async function exported(page: Page, format: string): Promise<readonly string[]> {
  await page.getByRole('radio', { name: format }).click()
  const coming = page.waitForEvent('download', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Export a zip' }).click()
  const download = await coming
  await page.getByText(/is in your downloads/).waitFor()
  return Object.keys(unzipSync(await readFile(await download.path())))
}

describe.skipIf(!browserPath)('taking a network home', () => {
  it('gives projects in TypeScript and PyTorch and a SavedModel of the drawing', async () => {
    const { page, complaints } = window
    await page.getByRole('button', { name: 'Export' }).click()
    const project = await exported(page, 'TypeScript')
    expect(project.some(name => name.endsWith('package.json'))).toBe(true)
    expect(project.some(name => name.endsWith('model.ts'))).toBe(true)
    const torch = await exported(page, 'PyTorch')
    expect(torch.some(name => name.endsWith('model.py'))).toBe(true)
    expect(torch.some(name => name.endsWith('weights.safetensors'))).toBe(true)
    const model = await exported(page, 'SavedModel')
    expect(model.some(name => name.endsWith('saved_model.pb'))).toBe(true)
    expect(model.some(name => name.includes('variables/variables.index'))).toBe(true)
    expect(complaints).toEqual([])
  })

  it('takes the weights of the finished run, until the drawing is another one', async () => {
    const { page } = window
    const weights = async () => {
      await page.getByRole('button', { name: 'Export' }).click()
      const field = page.locator('.export-form .select')
      await expect.poll(() => field.textContent()).toMatch(/^(lenet-1, finished|Untrained)/)
      const text = await field.textContent()
      await page.getByRole('button', { name: 'Close' }).click()
      return text
    }
    expect(await weights()).toBe('Untrained: weights from seed 1')
    await setField(page, 'Epochs', '1')
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    await page.getByText('Finished').waitFor({ timeout: 60_000 })
    await expect.poll(weights, { timeout: 10_000 }).toMatch(/^lenet-1, finished at/)
    await card(page, 'conv1').click()
    await setField(page, 'Filters', '8')
    expect(await weights()).toBe('Untrained: weights from seed 1')
  })

  it('says why a drawing with a mistake cannot be exported', async () => {
    const { page } = window
    await card(page, 'conv2').click()
    await setField(page, 'Kernel', '17')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByText(/^Mend the drawing first/).waitFor()
    const button = page.getByRole('button', { name: 'Export a zip' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
  })
})
