import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Problem } from '../../shared/graph/network.ts'
import { rankFixes } from '../../shared/graph/rank-fixes.ts'
import { ExitError, exitCodes } from '../output/failure.ts'
import { paint, printJson, printLine } from '../output/print.ts'
import { readNetwork } from '../read-network.ts'

interface CheckOptions {
  readonly json?: boolean
}

/** `check --json`: a problem as other programs read it; `fix` is the best one. */
interface PrintedProblem {
  readonly code: string
  readonly severity: Problem['severity']
  readonly node: string | null
  readonly message: string
  readonly in?: Problem['in']
  readonly fix?: Problem['fixes'][number]
}

export async function checkCommand(file: string, options: CheckOptions): Promise<void> {
  const problems = await findProblems(file)
  if (options.json) printJson({ problems })
  else printProblems(problems)
  if (problems.some(problem => problem.severity === 'error')) throw new ExitError(exitCodes.input)
}

/** A file that is no document is a problem of the document as a whole. */
async function findProblems(file: string): Promise<PrintedProblem[]> {
  try {
    const { document, warnings } = await readNetwork(file)
    return [...warnings, ...analyse(document).problems].map(found => printed(document, found))
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name === 'ExitError') throw thrown
    const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unreadable'
    return [{ code, severity: 'error', node: null, message: thrown.message }]
  }
}

function printed(document: NetworkDocument, problem: Problem): PrintedProblem {
  const { code, severity, node, message } = problem
  const [fix] = rankFixes(document, problem)
  return {
    code,
    severity,
    node,
    message,
    ...(problem.in && { in: problem.in }),
    ...(fix && { fix }),
  }
}

const colours = { error: 'red', warning: 'yellow', hint: 'blue' } as const

function printProblems(problems: readonly PrintedProblem[]): void {
  for (const { severity, node, message, fix } of problems) {
    const place = node === null ? '' : `${node}: `
    printLine(`${paint(severity.padEnd(7), colours[severity])}  ${place}${message}`)
    if (fix) printLine(`         ${paint(`→ ${fix.label}`, 'dim')}`)
  }
  printLine(problems.length === 0 ? 'No problems.' : countsOf(problems))
}

function countsOf(problems: readonly PrintedProblem[]): string {
  const parts = (['error', 'warning', 'hint'] as const).flatMap(severity => {
    const count = problems.filter(problem => problem.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return parts.join(', ')
}
