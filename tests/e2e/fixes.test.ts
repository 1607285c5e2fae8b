// Every problem that offers a fix: its drawing is dropped onto the page, the button clicked, and the step undone.
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyFix } from '../../shared/document/fixes.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import type { Fix } from '../../shared/graph/network.ts'
import { rankFixes } from '../../shared/graph/rank-fixes.ts'
import { mendables, problemsIn } from '../shared/graph/findings/mendables.ts'
import { drawn, dropDocument } from './dropped.ts'
import { chromiumPath, type PageServer, servePage } from './page.ts'

/** A step that takes or adds cards fixes the places of the others. */
function unplaced(document: NetworkDocument): NetworkDocument {
  const bare = (nodes: NetworkDocument['nodes']) => nodes.map(({ position: _, ...node }) => node)
  const blocks = Object.entries(document.blocks ?? {}).map(([name, block]) => [
    name,
    { ...block, nodes: bare(block.nodes) },
  ])
  return {
    ...document,
    nodes: bare(document.nodes),
    ...(document.blocks && { blocks: Object.fromEntries(blocks) }),
  }
}

describe.skipIf(chromiumPath === undefined)('the fixes of the list of problems', () => {
  let server: PageServer
  let page: Page
  /** LeNet as the page begins with it is nobody’s work; what was dropped is. */
  let isWork = false
  const fromMenu = new Set<string>()

  beforeAll(async () => {
    server = await servePage()
    page = await server.open()
    await page.getByRole('tab', { name: /^Problems/ }).click()
  })
  afterAll(async () => {
    expect(server.complaints).toEqual([])
    await server.close()
  })

  async function clickFix(row: Locator, fix: Fix, isBest: boolean): Promise<void> {
    if (isBest) return row.getByRole('button', { name: fix.label, exact: true }).click()
    await row.getByRole('button', { name: /^Other/ }).click()
    await page.getByRole('menuitem').filter({ hasText: fix.label }).click()
  }

  it.each(mendables.map(({ code, in: document }, at) => [code, at, document] as const))(
    '%s (drawing %i)',
    async (code, _, document) => {
      await dropDocument(page, document)
      if (isWork) await page.getByRole('button', { name: 'Drop the changes' }).click()
      isWork = true
      const [problem] = problemsIn({ code, in: document })
      if (!problem) throw new Error(`${code} is not found`)
      const rows = page.locator('.problems tbody tr').filter({ hasText: problem.message })
      await rows.waitFor()
      const original = await drawn(page)
      expect(unplaced(original)).toEqual(document)
      for (const [index, fix] of rankFixes(document, problem).entries()) {
        // The menu makes all fixes alike; once for each kind shows that it makes them.
        if (index > 0 && fromMenu.has(fix.repair.kind)) continue
        if (index > 0) fromMenu.add(fix.repair.kind)
        await clickFix(rows, fix, index === 0)
        await rows.waitFor({ state: 'detached' })
        expect(unplaced(await drawn(page))).toEqual(unplaced(applyFix(document, fix)))
        await page.keyboard.press('Control+z')
        await rows.waitFor()
        expect(await drawn(page)).toEqual(original)
      }
    },
  )
})
