import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { templatesPage } from './table.ts'

const file = new URL('../../docs/templates.md', import.meta.url)

it('docs/templates.md says what the templates are (LAYERLOOM_RENEW_GOLDEN=1 writes it)', () => {
  const page = templatesPage()
  if (process.env.LAYERLOOM_RENEW_GOLDEN === '1') writeFileSync(file, page)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(page)
})
