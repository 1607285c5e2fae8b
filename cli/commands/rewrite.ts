import { rewriteRun } from '../../engine/train/rewrite-run.ts'
import { callerPath } from '../caller-folder.ts'
import { printJson, printLine } from '../output/print.ts'

interface RewriteCommandOptions {
  readonly node: string
  readonly rule: string
  readonly out: string
  readonly force?: boolean
  readonly json?: boolean
}

export async function rewriteCommand(run: string, options: RewriteCommandOptions): Promise<void> {
  const folder = callerPath(options.out)
  const { node, rule, force = false } = options
  const { label, note } = await rewriteRun({ run: callerPath(run), node, rule, folder, force })
  if (options.json) return printJson({ run: folder, label, note })
  printLine(`${label}, with the weights of ${run}. ${note}`)
  printLine(`Wrote ${folder}`)
}
