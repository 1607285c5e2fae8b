// The built page in a real browser, served by a real host over a temporary workspace.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../build/setup/chromium.mjs'
import { siteOf } from '../../build/setup/site.mjs'
import { type Host, startHost } from '../../cli/serve/host.ts'

const site = siteOf()
export const browserPath = findChromium(site)
const builtPage = process.env.LAYERLOOM_TEST_PAGE ?? join(site.checkout, 'dist', 'renderer')

export interface HostWindow {
  readonly host: Host
  /** The workspace. */
  readonly work: string
  /** What the program keeps for itself. */
  readonly state: string
  readonly page: Page
  /** What the browser complained about: mistakes, and what the security policy blocked. */
  readonly complaints: readonly string[]
  /** One more window; of another browser profile where `isOther`. */
  open(isOther?: boolean): Promise<Page>
  /** Ends the browser as a power cut would. */
  killBrowser(): Promise<void>
  close(): Promise<void>
}

export async function openHostWindow(): Promise<HostWindow> {
  if (!existsSync(join(builtPage, 'index.html')))
    throw new Error(
      `The page is not built: there is no ${builtPage}. Run npm test, which builds it.`,
    )
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-e2e-'))
  const work = join(folder, 'work')
  await mkdir(work)
  const host = await startHost({ folder: work, state: join(folder, 'state'), page: builtPage })
  const complaints: string[] = []
  let browser = await launch()
  let context = await newContext(browser)
  const open = async (isOther = false) => {
    if (!browser.isConnected()) {
      browser = await launch()
      context = await newContext(browser)
    }
    const page = await (isOther ? await newContext(browser) : context).newPage()
    page.on('pageerror', error => complaints.push(error.stack ?? error.message))
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(host.address)
    await page.locator('.react-flow__node').first().waitFor()
    return page
  }
  return {
    host,
    work,
    state: join(folder, 'state'),
    page: await open(),
    complaints,
    open,
    killBrowser: async () => {
      // Closing all of it at once runs no handler of the pages either.
      await browser.close()
    },
    close: async () => {
      await browser.close()
      await host.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath ?? '',
    // Tests run as root in containers, where Chromium's own sandbox cannot start.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

function newContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })
}

/** Names in a folder, without what begins with a dot. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(name => !name.startsWith('.')).sort()
}

export function card(page: Page, id: string) {
  return page.locator(`.react-flow__node[data-id="${id}"]`)
}

/** Types a number into a field of the inspector or the settings. */
export async function setField(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.fill(value)
  await field.press('Enter')
}
