// Where tests find the Python that holds TensorFlow, Keras and NumPy: the independent source of expected values.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe } from 'vitest'

/** The interpreter, or undefined where none was set up (`npm test` sets one up). */
export const python: string | undefined = findPython('LAYERLOOM_PYTHON', 'test-python.json')

/** `describe` where Python is there. Elsewhere the tests are skipped, loudly; in CI they fail. */
export const describeWithPython: typeof describe.skip = describeIfFound(
  python,
  'TensorFlow, Keras and NumPy',
)

export interface PythonOptions {
  /** Sent to the program's standard input as JSON. */
  readonly input?: unknown
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly timeoutSeconds?: number
  /** Another interpreter than that with TensorFlow. */
  readonly interpreter?: string
}

/**
 * Runs a Python program and gives back what it printed.
 * A program that fails throws with Python's own traceback.
 */
export function runPython(program: string, options: PythonOptions = {}): Promise<string> {
  const interpreter = options.interpreter ?? python
  if (!interpreter) throw new Error('No Python with TensorFlow was found: run npm test once.')
  const settings = {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...options.environment },
    maxBuffer: 1 << 30,
    timeout: (options.timeoutSeconds ?? 100) * 1000,
  }
  const flags = ['-c', program, ...(options.arguments ?? [])]
  return new Promise((resolve, reject) => {
    const child = execFile(interpreter, flags, settings, (error, stdout, stderr) => {
      if (error) reject(new Error(`Python failed: ${error.message}\n${stderr.slice(-4000)}`))
      else resolve(stdout)
    })
    // A program that never reads its input closes the pipe; its own exit code then says what happened.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input === undefined ? '' : JSON.stringify(options.input))
  })
}

/** Runs a Python program whose last printed line is one JSON value, and gives back that value. */
export async function runPythonJson(
  program: string,
  options: PythonOptions = {},
): Promise<unknown> {
  const lines = (await runPython(program, options)).trimEnd().split('\n')
  return JSON.parse(lines.at(-1) ?? '')
}

/** The interpreter that a variable of the environment names, else the one that the set-up wrote down. */
export function findPython(variable: string, stampName: string): string | undefined {
  const chosen = process.env[variable]
  if (chosen) return chosen
  // Written by build/setup/steps/test-python.mjs and test-torch.mjs.
  const stamp = new URL(`../node_modules/.layerloom/${stampName}`, import.meta.url)
  if (!existsSync(stamp)) return undefined
  const { python: path }: { python: string } = JSON.parse(readFileSync(stamp, 'utf8'))
  return existsSync(path) ? path : undefined
}

export function describeIfFound(
  interpreter: string | undefined,
  packages: string,
): typeof describe.skip {
  if (interpreter) return describe
  const reason = `No Python with ${packages} was found: run npm test once.`
  if (process.env.CI) throw new Error(reason)
  console.warn(`SKIPPED: ${reason}`)
  return describe.skip
}
