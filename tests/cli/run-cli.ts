// Runs the command line as another program would: a process, a caller's folder, two streams, an exit code.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export function startCli(folder: string, args: readonly string[]): ChildProcess {
  const env = { ...process.env, INIT_CWD: folder, NO_COLOR: '1' }
  return spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

export function runCli(folder: string, ...args: readonly string[]): Promise<CliResult> {
  return finished(startCli(folder, args))
}

export function finished(child: ChildProcess): Promise<CliResult> {
  const started = performance.now()
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      resolve({ code, stdout, stderr, seconds: (performance.now() - started) / 1000 })
    })
  })
}
