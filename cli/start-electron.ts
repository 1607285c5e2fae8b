import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { thisMachine } from './open-window.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Builds Electron's two files where they are older than their sources, then runs it until it is closed. */
export async function runElectron(program: string, folder: string): Promise<number> {
  const { buildShell } = await import('../build/shell.ts')
  await buildShell()
  process.stdout.write(`Layerloom opened in Electron (${program}).\n`)
  // As root Chromium's sandbox cannot be used at all.
  const flags = [...(thisMachine().isRoot ? ['--no-sandbox'] : []), root]
  const child = spawn(program, flags, {
    stdio: 'inherit',
    env: { ...process.env, LAYERLOOM_NODE: process.execPath, LAYERLOOM_FOLDER: folder },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal))
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code ?? 1))
  })
}
