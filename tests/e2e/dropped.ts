// A document that is dropped onto the page, and what becomes of it there.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { parseDocument } from '../../shared/document/parse.ts'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'

/** Drops a file with the document onto the page, which may first ask what becomes of the one that is drawn. */
export async function dropDocument(page: Page, document: NetworkDocument): Promise<void> {
  await page.evaluate(text => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], 'drawn.loom.json'))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
  }, printDocument(document))
}

/** The dropped document as it is drawn, once it is. */
export async function drawnFrom(page: Page, document: NetworkDocument): Promise<NetworkDocument> {
  const ids = ({ nodes }: NetworkDocument) => nodes.map(({ id }) => id)
  await expect.poll(async () => ids(await drawn(page))).toEqual(ids(document))
  return drawn(page)
}

/** What the window would find again after a reload. */
export async function drawn(page: Page): Promise<NetworkDocument> {
  const text = await page.evaluate(() => {
    window.dispatchEvent(new Event('pagehide'))
    return (JSON.parse(sessionStorage.getItem('layerloom.window') ?? '{}') as { text: string }).text
  })
  return parseDocument(text).document
}
