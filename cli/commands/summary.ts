import type { OptimizerKind, Precision } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { type CostRow, type CostSheet, costsOf, foldCosts } from '../../shared/graph/costs.ts'
import type { Layer, Network, Totals } from '../../shared/graph/network.ts'
import { type StepSettings, stepSettingsOf } from '../../shared/graph/step-settings.ts'
import { ExitError, exitCodes } from '../output/failure.ts'
import { printJson } from '../output/print.ts'
import { readNetwork } from '../read-network.ts'
import { printCostsCsv, printCostTable, sortCosts } from './cost-table.ts'
import { explainNode } from './explain.ts'
import type { SortKey } from './sort-keys.ts'

export interface SummaryOptions {
  readonly json?: boolean
  readonly csv?: boolean
  readonly sort?: SortKey
  readonly depth?: number
  /** Every block as one row: depth 1. */
  readonly fold?: boolean
  readonly batchSize?: number
  readonly optimizer?: OptimizerKind
  readonly precision?: Precision
  /** Path id of a layer: its arithmetic instead of the table. */
  readonly explain?: string
}

export async function summaryCommand(file: string, options: SummaryOptions): Promise<void> {
  const { document } = await readNetwork(file)
  const network = analyse(document)
  if (options.explain !== undefined) return explainNode(network, options.explain, options)
  const sheet = costsOf(network, settingsOf(stepSettingsOf(document), options))
  const rows = sortCosts(rowsOf(sheet, options), options.sort)
  if (options.json) printJson(summaryOf(network, sheet, rows, options))
  else if (options.csv) printCostsCsv(rows, sheet)
  else printCostTable(network, rows, sheet)
  const errors = network.problems.filter(problem => problem.severity === 'error')
  for (const { node, message } of errors) {
    process.stderr.write(`${node === null ? '' : `${node}: `}${message}\n`)
  }
  if (errors.length > 0) throw new ExitError(exitCodes.input)
}

function settingsOf(settings: StepSettings, options: SummaryOptions): StepSettings {
  const { batchSize, optimizer, precision } = options
  return {
    ...settings,
    ...(batchSize !== undefined && { batchSize }),
    ...(optimizer !== undefined && { optimizer: { kind: optimizer } }),
    ...(precision !== undefined && { precision }),
  }
}

function rowsOf(sheet: CostSheet, { fold, depth }: SummaryOptions): readonly CostRow[] {
  const levels = depth ?? (fold ? 1 : undefined)
  return levels === undefined ? sheet.layers : foldCosts(sheet, levels)
}

/** The contract of DESIGN 6; the whole sheet is one key more, where one asks for anything of it. */
function summaryOf(
  network: Network,
  sheet: CostSheet,
  rows: readonly CostRow[],
  { json: _, ...asked }: SummaryOptions,
) {
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
      peakTrainingBytes: sheet.memory.peak,
      ...(totals.inUse && { inUse: inUseOf(totals.inUse) }),
    },
    ...(Object.keys(asked).length > 0 && {
      costs: { settings: sheet.settings, rows, total: sheet.total, memory: sheet.memory },
    }),
  }
}

/** What is left when training is over. */
function inUseOf({ parameters, ...rest }: NonNullable<Totals['inUse']>) {
  return { params: parameters, ...rest }
}

/** One shape, a list of shapes where there are several outputs, null where it cannot be known. */
function outputShape({ outputShapes }: Pick<Layer, 'outputShapes'>) {
  if (!outputShapes) return null
  return outputShapes.length === 1 ? outputShapes[0] : outputShapes
}
