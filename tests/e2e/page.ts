// The built page in a real Chromium, served as files: what needs no engine is tried here.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { build, type PreviewServer, preview } from 'vite'
import { findChromium } from '../../build/setup/chromium.mjs'

export const chromiumPath = findChromium({
  env: process.env,
  platform: process.platform,
} as Parameters<typeof findChromium>[0])

/** As strict as the host's: no inline scripts, no eval, nothing from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws:; worker-src 'self'"

export interface PageServer {
  readonly open: (options?: OpenOptions) => Promise<Page>
  /** What the pages have complained of so far. */
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

interface OpenOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  /** Behind the address: `?measure`. */
  readonly query?: string
}

/** Builds the page as it is now, and starts server and browser. */
export async function servePage(): Promise<PageServer> {
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-page-'))
  process.env.NODE_ENV = 'production'
  await build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
  const server = await preview({
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port: 0, headers: { 'Content-Security-Policy': policy } },
  })
  const browser = await launch()
  const complaints: string[] = []
  return {
    open: options => open(browser, addressOf(server), complaints, options),
    complaints,
    close: async () => {
      await browser.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function launch(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

function addressOf(server: PreviewServer): string {
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://localhost:${address.port}/`
}

async function open(
  browser: Browser,
  address: string,
  complaints: string[],
  { width = 1440, height = 900, theme = 'light', query = '' }: OpenOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(address + query)
  await page.locator('.react-flow__node').first().waitFor()
  return page
}

export function card(page: Page, id: string): Locator {
  return page.locator(`.react-flow__node[data-id="${id}"]`)
}

export async function cardIds(page: Page): Promise<readonly (string | null)[]> {
  return page
    .locator('.react-flow__node')
    .evaluateAll(cards => cards.map(element => element.getAttribute('data-id')))
}

/** Begins with an empty network that has an input layer. */
export async function startEmpty(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start from a template' }).click()
  await page.getByText('New empty network').click()
  await card(page, 'conv1').waitFor({ state: 'detached' })
}

export async function openTemplate(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Start from a template' }).click()
  await page.locator('.template-face', { hasText: title }).first().click()
}

/** Drags a layer from the palette to a place on the canvas. */
export async function dragLayer(page: Page, type: string, x: number, y: number): Promise<void> {
  const item = page.locator('.palette-item').filter({ hasText: new RegExp(`^${type}$`) })
  await item.dragTo(page.locator('.canvas-region'), { targetPosition: { x, y } })
}

export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('is not shown')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

export async function drag(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  // A hand begins slowly; what a first jump is long is not part of a drag.
  await page.mouse.move(from.x + 1, from.y + 2)
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

/** Draws a wire from the output of one card to the input of another. */
export async function drawWire(page: Page, from: string, to: string): Promise<void> {
  const start = await middleOf(card(page, from).locator('.port.out'))
  await drag(page, start, await middleOf(card(page, to).locator('.port.in').first()))
}

/** The shape beside a card's output. */
export function shapeOf(page: Page, id: string): Locator {
  return card(page, id).locator('.shape')
}
