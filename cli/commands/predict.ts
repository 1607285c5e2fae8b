import { basename, extname } from 'node:path'
import { nestedLists } from '../../engine/train/nested-lists.ts'
import { openRun } from '../../engine/train/network-session.ts'
import { readInputs } from '../../engine/train/read-inputs.ts'
import type { NamedArrays, NetworkSession, PictureChange } from '../../engine/train/run-types.ts'
import { formatShape } from '../../shared/graph/format.ts'
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
    const { outputs, change } = await session.predictImage(file)
    const done = describeChange(change)
    if (done !== null) remark(`${basename(file)} ${done}.`)
    return outputs
  }
  const inputs = await readInputs(file, Object.keys(session.inputs))
  for (const [id, { values }] of Object.entries(inputs)) {
    const count = values.reduce((sum, value) => (Number.isFinite(value) ? sum : sum + 1), 0)
    if (count > 0) remark(notFinite(id, count))
  }
  return session.predict(inputs)
}

/** On standard error: standard output is the answer alone. */
function remark(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

function notFinite(id: string, count: number): string {
  const numbers = count === 1 ? '1 number' : `${count.toLocaleString('en-US')} numbers`
  return `The input for ${id} holds ${numbers} that ${count === 1 ? 'is' : 'are'} NaN or infinite; what is computed from ${count === 1 ? 'it' : 'them'} means nothing.`
}

/** `is 30×40 in colour; it was resized to 28×28 and greyed` */
function describeChange({ from, to, isGreyed }: PictureChange): string | null {
  const isResized = from[0] !== to[0] || from[1] !== to[1]
  if (!isResized && !isGreyed) return null
  const changes = [isResized && `resized to ${formatShape(to)}`, isGreyed && 'greyed']
  return `is ${formatShape(from)}${isGreyed ? ' in colour' : ''}; it was ${changes.filter(Boolean).join(' and ')}`
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
