// A look at a data set, in a child process: reading or making one takes seconds of a thread, and what
// is wrong with a file should end nobody else.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { DataInspection } from '../../shared/rpc/engine-contract.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'
import type { FromInspector, ToInspector } from './inspect-main.ts'

interface StopSignal {
  readonly aborted: boolean
  addEventListener(kind: 'abort', listener: () => void): void
}

const main = fileURLToPath(new URL('./inspect-main.ts', import.meta.url))

export function inspectData(
  question: ToInspector,
  signal: StopSignal | undefined,
): Promise<DataInspection> {
  const child = fork(main, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => child.kill('SIGKILL'))
    child.once('error', reject)
    child.once('exit', (code, killed) => {
      const how = killed ?? `code ${code}`
      reject(new RpcError('data', `The data could not be read: its reader ended (${how}).`))
    })
    child.once('message', (message: FromInspector) => {
      child.kill()
      if (message.kind === 'failed') reject(revive(message))
      else resolve(toInspection(message))
    })
    child.send(question)
  })
}

function toInspection({ inspection, pixels }: FromInspector & { kind: 'done' }): DataInspection {
  const { pictures, ...rest } = inspection
  if (!pictures || !pixels) return { ...rest, pictures: null }
  const blob = new Blob([new Uint8Array(pixels)], { type: 'application/octet-stream' })
  return { ...rest, pictures: { ...pictures, pixels: blob } }
}

function revive(failure: FromInspector & { kind: 'failed' }): RpcError {
  const { message, file, offset } = failure
  return new RpcError('data', message, { file, offset })
}
