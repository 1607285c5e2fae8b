// One process at a time, on the same two cores, told to use two threads.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

export const threads = 2

export interface ChildOptions {
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Called with every line of standard output and when it came (`performance.now()`). */
  readonly onLine?: (line: string, at: number) => void
}

const shared = {
  // Where the libraries take their number of threads from when nobody tells them.
  TF_NUM_INTRAOP_THREADS: String(threads),
  OMP_NUM_THREADS: String(threads),
  TF_CPP_MIN_LOG_LEVEL: '3',
  // The processor is compared, also on a machine with a graphics card.
  CUDA_VISIBLE_DEVICES: '-1',
  NO_COLOR: '1',
}

// On a larger machine everybody is held to the same two cores.
const pinned =
  process.platform === 'linux' && availableParallelism() > threads ? ['taskset', '-c', '0,1'] : []

/** Gives back standard output; throws with the end of standard error where the exit code is not 0. */
export function runChild(
  command: readonly string[],
  { input = '', environment = {}, onLine }: ChildOptions = {},
): Promise<string> {
  const [file = '', ...args] = [...pinned, ...command]
  const child = spawn(file, args, { env: { ...process.env, ...shared, ...environment } })
  // A program that never reads its input closes the pipe; its own exit code then says what happened.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  let told = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (let end = stdout.indexOf('\n', told); end >= 0; end = stdout.indexOf('\n', told)) {
      onLine?.(stdout.slice(told, end), performance.now())
      told = end + 1
    }
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`${command.join(' ')} ended with code ${code}.\n${stderr}${stdout}`))
    })
  })
}

/** The JSON value in the last line of what a child printed. */
export function lastJson<T>(stdout: string): T {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T
}
