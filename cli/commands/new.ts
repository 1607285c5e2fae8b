import { existsSync } from 'node:fs'
import { writeFile } from '../../engine/files/write-file.ts'
import { printDocument } from '../../shared/document/print.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { instantiate, parseSizes } from '../../templates/instantiate.ts'
import { callerPath } from '../caller-folder.ts'
import { inputError } from '../output/failure.ts'
import { printLine } from '../output/print.ts'

interface NewOptions {
  readonly output?: string
  readonly input?: string
  readonly classes?: number
  readonly set: Readonly<Record<string, string>>
  readonly force?: boolean
}

export async function newCommand(template: string, options: NewOptions): Promise<void> {
  const { output, input, classes, set } = options
  const document = instantiate(template, {
    set,
    ...(input !== undefined && { input: parseSizes(input) }),
    ...(classes !== undefined && { classes }),
  })
  const text = printDocument(document)
  if (output === undefined) {
    process.stdout.write(text)
    return
  }
  const path = callerPath(output)
  if (existsSync(path) && !options.force) {
    throw inputError(`${output} exists already. Choose another name, or replace it with --force.`)
  }
  await writeFile(path, text)
  printLine(`${document.name} is in ${output}.`)
  for (const line of dataLines(document, output)) printLine(line)
}

/** A template keeps its data when it gets other sizes; what no longer fits is said at once. */
function dataLines(document: NetworkDocument, output: string): readonly string[] {
  const misfits = analyse(document).problems.filter(({ about }) => about === 'data')
  if (misfits.length === 0) return []
  return [
    ...misfits.map(({ message }) => message),
    `Choose other data when you train: layerloom train ${output} --data KIND:PATH --out RUN`,
  ]
}
