import { analyse } from '../../shared/graph/analyse.ts'
import { formatShort } from '../../shared/graph/format.ts'
import { allTemplates } from '../../templates/index.ts'
import { printJson, printLine } from '../output/print.ts'
import { formatTable } from '../output/table.ts'

export async function templatesCommand(options: { readonly json?: boolean }): Promise<void> {
  const rows = allTemplates.map(({ name, family, title, year, document }) => {
    const parameters = analyse(document).totals.parameters
    return { name, family, title, year, parameters }
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
