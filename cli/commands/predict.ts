import { extname } from 'node:path'
import { nestedLists } from '../../engine/train/nested-lists.ts'
import { openRun } from '../../engine/train/network-session.ts'
import { readInputs } from '../../engine/train/read-inputs.ts'
import type { NamedArrays, NetworkSession } from '../../engine/train/run-types.ts'
import { callerPath } from '../caller-folder.ts'
import { printJson, printLine } from '../output/print.ts'

interface PredictOptions {
  readonly input: string
  readonly json?: boolean
}

export async function predictCommand(run: string, options: PredictOptions): Promise<void> {
  const session = await openRun(callerPath(run))
  try {
    const outputs = await predict(session, callerPath(options.input))
    if (options.json) {
      const entries = Object.entries(outputs)
      return printJson({
        outputs: Object.fromEntries(entries.map(([id, a]) => [id, nestedLists(a)])),
      })
    }
    for (const [id, { shape, values }] of Object.entries(outputs)) {
      const [count = 1] = shape
      printLine(id)
      for (let at = 0; at < count; at += 1) {
        const size = values.length / count
        printLine(`  ${rowText(values.subarray(at * size, (at + 1) * size), session.classNames)}`)
      }
    }
  } finally {
    await session.close()
  }
}

async function predict(session: NetworkSession, file: string): Promise<NamedArrays> {
  if (['.png', '.jpg', '.jpeg'].includes(extname(file).toLowerCase())) {
    return session.predictImage(file)
  }
  return session.predict(await readInputs(file, Object.keys(session.inputs)))
}

const mostShown = 10

/** The likeliest class with its name, or the values. */
function rowText(values: Float32Array, classNames: readonly string[]): string {
  if (values.length > 1 && values.length === classNames.length) {
    const best = values.indexOf(Math.max(...values))
    return `${classNames[best]}  ${values[best]?.toPrecision(4)}`
  }
  const shown = [...values.subarray(0, mostShown)].map(value => value.toPrecision(5))
  return values.length > mostShown
    ? `${shown.join('  ')}  … (${values.length} values)`
    : shown.join('  ')
}
