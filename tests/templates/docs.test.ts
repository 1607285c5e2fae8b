import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { analyse } from '../../shared/graph/analyse.ts'
import { allTemplates } from '../../templates/index.ts'
import { parameterCounts } from '../../templates/parameter-counts.ts'
import { countsModule, templatesPage } from './table.ts'

const renews = process.env.LAYERLOOM_RENEW_GOLDEN === '1'

it.each([
  ['docs/templates.md', templatesPage],
  ['templates/parameter-counts.ts', countsModule],
])('%s says what the templates are (LAYERLOOM_RENEW_GOLDEN=1 writes it)', (name, write) => {
  const file = new URL(`../../${name}`, import.meta.url)
  const text = write()
  if (renews) writeFileSync(file, text)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text)
})

it.skipIf(renews)('lists every template with the parameters that its analysis counts', () => {
  const counted = allTemplates.map(({ name, document }) => [
    name,
    analyse(document).totals.parameters,
  ])
  expect(parameterCounts).toEqual(Object.fromEntries(counted))
})
