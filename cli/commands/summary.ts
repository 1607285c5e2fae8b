import { analyse } from '../../shared/graph/analyse.ts'
import { formatBytes, formatShape, formatShort } from '../../shared/graph/format.ts'
import type { Layer, Network } from '../../shared/graph/network.ts'
import { ExitError, exitCodes } from '../output/failure.ts'
import { paint, printJson, printLine } from '../output/print.ts'
import { formatTable } from '../output/table.ts'
import { readNetwork } from '../read-network.ts'

interface SummaryOptions {
  readonly json?: boolean
}

export async function summaryCommand(file: string, options: SummaryOptions): Promise<void> {
  const { document } = await readNetwork(file)
  const network = analyse(document)
  if (options.json) printJson(summaryOf(network))
  else printSummary(network)
  const errors = network.problems.filter(problem => problem.severity === 'error')
  for (const { node, message } of errors) {
    process.stderr.write(`${node === null ? '' : `${node}: `}${message}\n`)
  }
  if (errors.length > 0) throw new ExitError(exitCodes.input)
}

function summaryOf(network: Network) {
  const { totals } = network
  return {
    name: network.name,
    layers: network.layers.map(layer => ({
      id: layer.id,
      type: layer.type,
      outputShape: outputShape(layer),
      params: layer.parameterCount,
      trainableParams: layer.trainableCount,
      macs: layer.macs,
      flops: 2 * layer.macs,
      receptiveField: layer.receptiveField,
    })),
    totals: {
      params: totals.parameters,
      trainableParams: totals.trainable,
      nonTrainableParams: totals.nonTrainable,
      macs: totals.macs,
      flops: totals.flops,
      weightBytes: totals.weightBytes,
      activationBytes: totals.activationBytes,
      peakTrainingBytes: totals.peakTrainingBytes,
    },
  }
}

/** One shape, a list of shapes where there are several outputs, null where it cannot be known. */
function outputShape({ outputShapes }: Layer) {
  if (!outputShapes) return null
  return outputShapes.length === 1 ? outputShapes[0] : outputShapes
}

const columns = [
  { title: 'layer' },
  { title: 'type' },
  { title: 'output' },
  { title: 'parameters', align: 'right' },
  { title: 'MACs', align: 'right' },
  { title: 'receptive field', align: 'right' },
] as const

function printSummary(network: Network): void {
  const { totals } = network
  const rows = network.layers.map(layer => [
    layer.id,
    layer.type,
    layer.outputShapes?.map(formatShape).join(' ') ?? '?',
    layer.parameterCount.toLocaleString('en-US'),
    layer.macs === 0 ? '' : formatShort(layer.macs),
    layer.receptiveField ? formatShape(layer.receptiveField) : '',
  ])
  const [head = '', ...lines] = formatTable(columns, rows)
  printLine(paint(network.name, 'bold'))
  printLine(paint(head, 'dim'))
  for (const line of lines) printLine(line)
  printLine()
  const least = totals.complete ? '' : 'at least '
  const count = (value: number) => value.toLocaleString('en-US')
  printLine(
    `parameters  ${least}${count(totals.parameters)} (${count(totals.trainable)} trainable), ${formatBytes(totals.weightBytes)}`,
  )
  printLine(
    `compute     ${least}${formatShort(totals.macs)} MACs = ${formatShort(totals.flops)} FLOPs an example`,
  )
  printLine(
    `memory      ${least}${formatBytes(totals.activationBytes)} of activations an example, ${formatBytes(totals.peakTrainingBytes)} to train`,
  )
}
