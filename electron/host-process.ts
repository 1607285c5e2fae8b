// The host as a plain Node process, the very one that a browser would use. It ends with this one: its
// channel to us closes, however we end.
import { spawn } from 'node:child_process'
import type { ProgramFiles } from './program-files.ts'

export interface HostProcess {
  /** The address to show, with its token. */
  readonly address: string
  readonly origin: string
  /** Resolves with a sentence when it died by itself. */
  readonly died: Promise<string>
  stop(): Promise<void>
}

const patience = 30_000

export function startHostProcess(files: ProgramFiles, folder?: string): Promise<HostProcess> {
  const flags = ['serve', '--json', ...(folder === undefined ? [] : ['--folder', folder])]
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(files.node, [files.main, ...flags], {
    cwd: files.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2000)
    process.stderr.write(text)
  })
  let stopping = false
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) =>
      resolve(`Layerloom's host ended (${signal ?? `code ${code}`}). ${lastWords.trim()}`),
    )
  })
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error('Layerloom’s host did not start within 30 seconds.'))
    }, patience)
    void ended.then(sentence => {
      clearTimeout(tooLate)
      reject(new Error(sentence))
    })
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const line = /^\{.*\}$/m.exec(text)?.[0]
      if (line === undefined) return
      clearTimeout(tooLate)
      const { address, origin } = JSON.parse(line) as { address: string; origin: string }
      resolve({
        address,
        origin,
        died: new Promise(resolveDeath => {
          void ended.then(sentence => stopping || resolveDeath(sentence))
        }),
        stop: async () => {
          stopping = true
          child.disconnect()
          const impatient = setTimeout(() => child.kill('SIGKILL'), 12_000)
          await ended
          clearTimeout(impatient)
        },
      })
    })
  })
}
