// axe's rules over the whole page, in both themes and all widths.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { card, chromiumPath, type PageServer, servePage } from './page.ts'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

async function faults(page: Page): Promise<readonly string[]> {
  // By evaluation, since the policy of the page allows no script from elsewhere.
  await page.evaluate(await readFile(axePath, 'utf8'))
  const { violations } = await page.evaluate(() => {
    const { axe } = window as unknown as {
      axe: { run: (context: { exclude: string[] }) => Promise<AxeResults> }
    }
    // Code that waits for a mistake to be mended is shown faded: it is out of use for the moment.
    return axe.run({ exclude: ['.code-editor.stale'] })
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  )
}

describe.skipIf(chromiumPath === undefined)('the page for everyone', () => {
  let server: PageServer

  beforeAll(async () => {
    server = await servePage()
  })
  afterAll(() => server?.close())

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 1024],
    ['dark', 420],
  ] as const)('has no faults in %s at %i', async (theme, width) => {
    const page = await server.open({ theme, width })
    await card(page, 'conv2').click()
    expect(await faults(page)).toEqual([])
    await page.context().close()
  })

  it.each(['light', 'dark'] as const)('has no faults with a mistake on show in %s', async theme => {
    const page = await server.open({ theme })
    await card(page, 'conv2').click()
    await page.getByLabel('Kernel', { exact: true }).fill('17')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /Problems/ }).click()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('conv')
    expect(await faults(page)).toEqual([])
    await page.context().close()
  })
})
