import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserPath, card, type HostWindow, openHostWindow, setField } from './host-window.ts'

let window: HostWindow
beforeEach(async () => {
  window = await openHostWindow()
})
afterEach(() => window.close())

const patience = { timeout: 60_000 }

describe.skipIf(!browserPath)('a person who trains', () => {
  it('sees the curve move after one click, stops, and goes on', async () => {
    const { page, complaints } = window
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    // How long an epoch takes depends on what else the machine does.
    await page.getByText(/^Epoch \d of 5/).waitFor(patience)
    const drawn = () =>
      page
        .locator('.chart canvas')
        .first()
        .evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
    const first = await drawn()
    await expect.poll(drawn, patience).not.toBe(first)
    await page.getByText(/^Epoch [2-5] of 5/).waitFor(patience)
    // The next epoch is named before the check of the last one has ended.
    const table = page.locator('.chart table').first()
    await expect.poll(() => table.textContent(), patience).toContain('validation')
    await page.getByRole('button', { name: /^Stop/ }).click()
    await page.getByText(/^Stopped in epoch/).waitFor(patience)
    await page.getByRole('button', { name: 'Resume' }).first().click()
    await page.getByText('Finished').waitFor(patience)
    await page.getByRole('heading', { name: /^Confusion/ }).waitFor(patience)
    const rows = await page.locator('.confusion-table tbody tr').count()
    expect(rows).toBe(11)
    expect(complaints).toEqual([])
  })

  it('is told that the engine was killed, and goes on with the run', async () => {
    const { page, host, complaints } = window
    await card(page, 'conv1').click()
    await setField(page, 'Filters', '8')
    await setField(page, 'Epochs', '3')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    await page.getByText(/^Epoch [23] of 3/).waitFor(patience)
    const code = () => page.locator('.code-editor .view-lines').textContent()
    const before = await code()
    process.kill(host.enginePid ?? 0, 'SIGKILL')
    const banner = page.locator('.engine-banner')
    await banner.waitFor(patience)
    expect(await banner.textContent()).toContain('SIGKILL')
    expect(await code()).toBe(before)
    expect(before).toContain('filters:\u00a08')
    const resume = banner.getByRole('button', { name: 'Resume' })
    await expect
      .poll(() => resume.getAttribute('aria-disabled').catch(() => 'true'), patience)
      .toBe(null)
    await resume.click()
    await banner.waitFor({ state: 'detached', ...patience })
    await page.getByText('Finished').waitFor(patience)
    expect(complaints).toEqual([])
  })

  it('is led to the first mistake instead of training with it', async () => {
    const { page } = window
    await card(page, 'conv2').click()
    await setField(page, 'Kernel', '17')
    await card(page, 'image').click()
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => card(page, 'conv2').getAttribute('class')).toContain('selected')
    expect(await page.getByText('lenet-1').count()).toBe(0)
  })

  it('is told how to make the data file that is missing, without a failed run', async () => {
    const { page } = window
    await page.getByRole('button', { name: 'Start from a template' }).click()
    await page.locator('.template-face', { hasText: 'ResNet-20' }).click()
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    const panel = page.locator('.data-panel')
    await panel.getByText(/cifar10\.npz: there is no such file/).waitFor(patience)
    expect(await panel.textContent()).toMatch(/x_train.*32×32×3.*y_test.*cifar10\.load_data/s)
    await page.getByRole('tab', { name: 'Runs' }).click()
    await page.getByText('No run yet. Train begins one.').waitFor()
  })

  it('undoes a changed training setting like any other edit', async () => {
    const { page } = window
    const batch = page.getByLabel('Batch size', { exact: true })
    const before = await batch.inputValue()
    await setField(page, 'Batch size', '32')
    expect(await batch.inputValue()).toBe('32')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(() => batch.inputValue()).toBe(before)
  })
})
