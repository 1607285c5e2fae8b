// The cost sheet on a terminal and as CSV.
import type { CostRow, CostSheet } from '../../shared/graph/costs.ts'
import { formatBytes, formatShape, formatShort } from '../../shared/graph/format.ts'
import type { Network } from '../../shared/graph/network.ts'
import { paint, printLine } from '../output/print.ts'
import { formatTable } from '../output/table.ts'
import type { SortKey } from './sort-keys.ts'

type Measure = (row: CostRow) => number

const parametersOf: Measure = row => row.trainable + row.frozen + row.notTrainable

/** What rows can be sorted by, the most first. */
const measures: Readonly<Record<SortKey, Measure>> = {
  params: parametersOf,
  macs: row => row.macs,
  flops: row => row.flops,
  backward: row => row.backwardFlops,
  units: row => row.units,
  activations: row => row.activationBytes,
  weights: row => row.weightBytes,
  memory: row => row.trainingBytes,
  intensity: row => row.intensity ?? 0,
  field: row => Math.max(0, ...(row.field?.size ?? [])),
}

/** Rows that cost the same stay in the order of execution. */
export function sortCosts(rows: readonly CostRow[], key?: SortKey): readonly CostRow[] {
  if (key === undefined) return rows
  const measure = measures[key]
  return [...rows].sort((a, b) => measure(b) - measure(a))
}

const columns = [
  { title: 'layer' },
  { title: 'type' },
  { title: 'output' },
  { title: 'parameters', align: 'right' },
  { title: 'MACs', align: 'right' },
  { title: 'FLOPs', align: 'right' },
  { title: 'backward', align: 'right' },
  { title: 'units', align: 'right' },
  { title: 'activations', align: 'right' },
  { title: 'training', align: 'right' },
  { title: 'FLOPs/byte', align: 'right' },
  { title: 'receptive field', align: 'right' },
  { title: '% MACs', align: 'right' },
] as const

export function printCostTable(network: Network, rows: readonly CostRow[], sheet: CostSheet): void {
  const [head = '', ...lines] = formatTable(columns, [...rows, sheet.total].map(cellsOf))
  const total = lines.pop() ?? ''
  printLine(paint(network.name, 'bold'))
  printLine(paint(head, 'dim'))
  for (const line of lines) printLine(line)
  printLine(paint(total, 'dim'))
  printLine()
  printTotals(network, sheet)
}

function cellsOf(row: CostRow): string[] {
  const orNothing = (value: number, format: (value: number) => string) =>
    value === 0 ? '' : format(value)
  return [
    row.id === '' ? 'total' : row.id,
    row.type === 'block' ? `block of ${row.layers}` : row.type === 'network' ? '' : row.type,
    row.outputShapes?.map(formatShape).join(' ') ?? '?',
    count(parametersOf(row)),
    orNothing(row.macs, formatShort),
    orNothing(row.flops, formatShort),
    orNothing(row.backwardFlops, formatShort),
    orNothing(row.units, count),
    orNothing(row.activationBytes, formatBytes),
    orNothing(row.trainingBytes, formatBytes),
    row.intensity === null || row.intensity === 0 ? '' : row.intensity.toPrecision(3),
    fieldText(row),
    orNothing(row.share.macs, share => (share * 100).toFixed(1)),
  ]
}

/** `99×99/16 at 7.5`: size, stride, and where the first output looks. */
function fieldText({ field }: CostRow): string {
  if (!field) return ''
  const stride = field.stride.some(step => step !== 1) ? `/${same(field.stride)}` : ''
  const centre = field.centre?.some(at => at !== 0) ? ` at ${same(field.centre)}` : ''
  return `${formatShape(field.size)}${stride}${centre}`
}

function same(values: readonly number[]): string {
  const [first = 0] = values
  return values.every(value => value === first) ? formatShort(first) : formatShape(values)
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function printTotals({ totals }: Network, { total, memory, settings, complete }: CostSheet): void {
  const least = complete ? '' : 'at least '
  const { trainable, frozen, notTrainable } = total
  const kinds = [
    `${count(trainable)} trainable`,
    frozen > 0 && `${count(frozen)} frozen`,
    notTrainable > 0 && `${count(notTrainable)} not trainable`,
  ]
  printLine(
    `parameters  ${least}${count(totals.parameters)} (${kinds.filter(Boolean).join(', ')}), ${formatBytes(totals.weightBytes)}`,
  )
  printLine(
    `compute     ${least}${formatShort(totals.macs)} MACs = ${formatShort(totals.flops)} FLOPs an example, ${formatShort(total.flops)} with all else, ${formatShort(total.backwardFlops)} backward`,
  )
  printLine(
    `memory      ${least}${formatBytes(totals.activationBytes)} of activations an example, ${formatBytes(memory.peak)} to train`,
  )
  const { inUse } = totals
  if (inUse)
    printLine(
      `in use      ${least}${count(inUse.parameters)} parameters, ${formatBytes(inUse.weightBytes)}, ${formatShort(inUse.macs)} MACs = ${formatShort(inUse.flops)} FLOPs an example: without what only training needs`,
    )
  const { optimizer, batchSize, precision } = settings
  printLine(
    `            batch ${count(batchSize)}, ${optimizer.kind}, ${precision}: weights ${formatBytes(memory.weights)}, slots ${formatBytes(memory.slots)}, batch ${formatBytes(memory.batch)}, activations and gradients ${formatBytes(memory.working)}${memory.at === null ? '' : ` (most at ${memory.at})`}, updates ${formatBytes(memory.updates)}, TensorFlow’s own ${formatBytes(memory.graph + memory.gaps)}`,
  )
}

const fields: Readonly<Record<string, (row: CostRow) => string | number | null>> = {
  id: row => row.id,
  type: row => row.type,
  layers: row => row.layers,
  output: row => row.outputShapes?.map(shape => shape.join('x')).join(' ') ?? null,
  parameters: parametersOf,
  trainable: row => row.trainable,
  frozen: row => row.frozen,
  notTrainable: row => row.notTrainable,
  macs: row => row.macs,
  flops: row => row.flops,
  backwardFlops: row => row.backwardFlops,
  units: row => row.units,
  activationBytes: row => row.activationBytes,
  weightBytes: row => row.weightBytes,
  trainingBytes: row => row.trainingBytes,
  flopsPerByte: row => row.intensity,
  receptiveField: row => row.field?.size.join('x') ?? null,
  stride: row => row.field?.stride.join('x') ?? null,
  centre: row => row.field?.centre?.join('x') ?? null,
  shareOfParameters: row => row.share.parameters,
  shareOfMacs: row => row.share.macs,
  shareOfFlops: row => row.share.flops,
  shareOfMemory: row => row.share.memory,
}

/** RFC 4180: a line a row and the total last, its id empty; nothing where a number is not known. */
export function printCostsCsv(rows: readonly CostRow[], sheet: CostSheet): void {
  printLine(Object.keys(fields).join(','))
  for (const row of [...rows, sheet.total])
    printLine(
      Object.values(fields)
        .map(field => quoted(field(row)))
        .join(','),
    )
}

function quoted(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
