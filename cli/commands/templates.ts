import { formatShort } from '../../shared/graph/format.ts'
import { allTemplates } from '../../templates/index.ts'
import { parameterCounts } from '../../templates/parameter-counts.ts'
import { printJson, printLine } from '../output/print.ts'
import { formatTable } from '../output/table.ts'

export async function templatesCommand(options: { readonly json?: boolean }): Promise<void> {
  const rows = allTemplates.map(({ name, family, title, year }) => {
    return { name, family, title, year, parameters: parameterCounts[name] ?? 0 }
  })
  if (options.json) return printJson(rows)
  const columns = [{ title: '' }, { title: '' }, { title: '', align: 'right' }] as const
  const cells = rows.map(({ name, title, year, parameters }) => [
    name,
    `${title} (${year})`,
    `${formatShort(parameters)} parameters`,
  ])
  for (const line of formatTable(columns, cells).slice(1)) printLine(line)
}
