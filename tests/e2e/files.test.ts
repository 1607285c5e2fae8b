import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  browserPath,
  card,
  type HostWindow,
  namesIn,
  openHostWindow,
  setField,
} from './host-window.ts'

let window: HostWindow
beforeEach(async () => {
  window = await openHostWindow()
})
afterEach(() => window.close())

async function setFilters(page: Page, value: string): Promise<void> {
  await card(page, 'conv1').click()
  await setField(page, 'Filters', value)
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+s')
  await page.getByLabel(/^Name, with folders/).fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/^saved \d\d:\d\d$/).waitFor()
}

describe.skipIf(!browserPath)('documents', () => {
  it('are as they were after a reload: drawing, selection, theme, shown run', async () => {
    const { page, complaints } = window
    await setFilters(page, '9')
    await page.getByRole('button', { name: 'Switch between light and dark' }).click()
    await setField(page, 'Epochs', '1')
    await page.getByRole('button', { name: /^Train Ctrl/ }).click()
    await page.getByText(/^(Epoch 1 of 1|Finished)$/).waitFor({ timeout: 60_000 })
    await page.reload()
    await page.getByText(/^(Epoch 1 of 1|Finished)$/).waitFor()
    expect(page.url()).not.toContain('token')
    expect(await page.getByLabel('Filters', { exact: true }).inputValue()).toBe('9')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.getByText('Finished').waitFor({ timeout: 60_000 })
    expect(complaints).toEqual([])
  })

  it('are saved, opened again and listed as recent', async () => {
    const { page, work } = window
    await setFilters(page, '7')
    await saveAs(page, 'exercises/first')
    const text = await readFile(join(work, 'exercises', 'first.loom.json'), 'utf8')
    expect(JSON.parse(text).nodes[1].params.filters).toBe(7)
    const other = await window.open(true)
    // A new window begins with the document that was open last.
    await card(other, 'conv1').click()
    expect(await other.getByLabel('Filters', { exact: true }).inputValue()).toBe('7')
    await other.keyboard.press('Alt+n')
    await expect.poll(() => other.locator('.recent').textContent()).toContain('LeNet')
  })

  it('changed outside are read again, and Undo brings back what was shown', async () => {
    const { page, work } = window
    await saveAs(page, 'net')
    const path = join(work, 'net.loom.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"filters": 6', '"filters": 12'))
    await page.getByText(/was changed outside and read again/).waitFor()
    await card(page, 'conv1').click()
    expect(await page.getByLabel('Filters', { exact: true }).inputValue()).toBe('12')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(() => page.getByLabel('Filters', { exact: true }).inputValue()).toBe('6')
  })

  it('changed outside while edits are unsaved are never overwritten unseen', async () => {
    const { page, work } = window
    await saveAs(page, 'net')
    const path = join(work, 'net.loom.json')
    await setFilters(page, '9')
    const theirs = (await readFile(path, 'utf8')).replace('"filters": 6', '"filters": 12')
    await writeFile(path, theirs)
    await page.getByText(/was changed by another program/).waitFor()
    await page.keyboard.press('Control+s')
    await page.getByRole('heading', { name: 'The file is another one by now' }).waitFor()
    expect(await readFile(path, 'utf8')).toBe(theirs)
    await page.getByRole('button', { name: 'Replace the file' }).click()
    await page.getByText(/^saved /).waitFor()
    expect(await readFile(path, 'utf8')).toContain('"filters": 9')
    expect(await namesIn(work)).toContain('net.loom.json')
  })

  it('that no file holds are offered again after the browser died', async () => {
    const { page, state } = window
    await setFilters(page, '11')
    await page.getByText('not saved yet').waitFor()
    const kept = async () => (await readdir(state, { recursive: true })).join('\n')
    await expect.poll(kept, { timeout: 20_000 }).toMatch(/drafts\/[^/\n]+\.json$/m)
    await window.killBrowser()
    const next = await window.open()
    await next.getByRole('heading', { name: 'Unsaved work was found' }).waitFor()
    await next.getByRole('button', { name: 'Open', exact: true }).click()
    await card(next, 'conv1').click()
    expect(await next.getByLabel('Filters', { exact: true }).inputValue()).toBe('11')
  })

  it('with unsaved changes are asked about before another one is opened', async () => {
    const { page } = window
    await setFilters(page, '5')
    await page.keyboard.press('Alt+n')
    await page.getByRole('button', { name: /^LeNet-5/ }).click()
    await page.getByRole('heading', { name: /^Save the changes of/ }).waitFor()
    await page.getByRole('button', { name: 'Drop the changes' }).click()
    await expect.poll(() => page.getByLabel('Name of the network').inputValue()).toBe('LeNet-5')
  })

  it('dropped onto the page open; others are refused with a reason', async () => {
    const { page } = window
    const drop = (name: string, text: string) =>
      page.evaluate(
        ([fileName, content]) => {
          const dataTransfer = new DataTransfer()
          dataTransfer.items.add(new File([content ?? ''], fileName ?? ''))
          document.body.dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
          )
        },
        [name, text],
      )
    await drop('broken.loom.json', '{"format": "layerloom"}')
    await page.getByText(/broken.loom.json was not opened/).waitFor()
    const tiny = { format: 'layerloom', version: 1, name: 'Tiny', edges: [] }
    const nodes = [{ id: 'only', type: 'input', params: { shape: [4] } }]
    await drop('tiny.loom.json', JSON.stringify({ ...tiny, nodes }))
    await card(page, 'only').waitFor()
  })
})

describe.skipIf(!browserPath)('a page without a host', () => {
  it('draws, and says why it does not train', async () => {
    const { host } = window
    const page = await window.open(true)
    await page.evaluate(() => sessionStorage.clear())
    await page.goto('about:blank')
    await page.goto(`${host.origin}/`)
    await card(page, 'conv1').click()
    await setField(page, 'Filters', '10')
    await expect.poll(() => card(page, 'conv1').textContent()).toContain('10')
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/This page has no engine behind it/)
      .first()
      .waitFor()
  })
})
