import { openRun } from '../../engine/train/network-session.ts'
import type { EvaluatedPart } from '../../engine/train/run-types.ts'
import { parseDatasetSpec } from '../../shared/document/dataset-spec.ts'
import { callerFolder, callerPath } from '../caller-folder.ts'
import { printJson, printLine } from '../output/print.ts'

interface EvaluateOptions {
  readonly data: string
  readonly part?: EvaluatedPart
  readonly json?: boolean
}

export async function evaluateCommand(run: string, options: EvaluateOptions): Promise<void> {
  const spec = parseDatasetSpec(options.data)
  const session = await openRun(callerPath(run))
  try {
    const result = await session.evaluate(spec, callerFolder(), options.part)
    if (options.json) return printJson(result)
    const { loss, accuracy, examples, outputs } = result
    printLine(`loss      ${loss ?? 'not finite'}`)
    if (accuracy !== undefined) printLine(`accuracy  ${accuracy ?? 'not finite'}`)
    printLine(`examples  ${examples.toLocaleString('en-US')}`)
    for (const [id, own] of Object.entries(outputs ?? {})) {
      const right = own.accuracy === undefined ? '' : `  accuracy ${own.accuracy ?? 'not finite'}`
      printLine(`${id}  loss ${own.loss ?? 'not finite'}${right}`)
    }
  } finally {
    await session.close()
  }
}
