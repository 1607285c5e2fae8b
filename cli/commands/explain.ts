// `summary FILE --explain NODE`: the arithmetic of one layer, and what is to be known of its numbers.
import { explainLayer } from '../../shared/graph/explain.ts'
import { nearest } from '../../shared/graph/nearest.ts'
import type { Layer, Network } from '../../shared/graph/network.ts'
import { notesOn } from '../../shared/graph/remarks.ts'
import { inputError } from '../output/failure.ts'
import { printJson, printLine } from '../output/print.ts'
import { formatTable } from '../output/table.ts'

export function explainNode(network: Network, id: string, { json }: { json?: boolean }): void {
  const layer = network.byId.get(id)
  if (!layer) throw inputError(unknownNode(network, id))
  const rows = explainLayer(network, layer)
  const notes = notesOn(network, layer)
  if (json) printJson({ id: layer.id, type: layer.type, rows, notes })
  else printExplanation(layer, rows, notes)
}

type Rows = ReturnType<typeof explainLayer>
type Notes = ReturnType<typeof notesOn>

function printExplanation({ id, type }: Layer, rows: Rows, notes: Notes): void {
  printLine(`${id}, ${type}`)
  const columns = [
    { title: 'quantity' },
    { title: 'arithmetic' },
    { title: 'result', align: 'right' },
    { title: 'rule' },
  ] as const
  const cells = rows.map(({ quantity, formula, result, law }) => [
    quantity,
    formula,
    result,
    law ? `${law.name}: ${law.formula}` : '',
  ])
  for (const line of formatTable(columns, cells)) printLine(line)
  for (const { title, text } of notes) printLine(`\n${title}. ${text}`)
}

function unknownNode(network: Network, id: string): string {
  const inside = network.layers.filter(layer => layer.id.startsWith(`${id}/`))
  if (inside.length > 0)
    return `${id} is a block of ${inside.length} layers. Name one of them: ${inside
      .slice(0, 3)
      .map(layer => layer.id)
      .join(', ')} …`
  const near = nearest(id, [...network.byId.keys()])
  return `There is no layer ${id}.${near === undefined ? '' : ` Did you mean ${near}?`}`
}
