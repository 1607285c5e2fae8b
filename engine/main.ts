// The engine: answers the calls of shared/rpc/engine-contract.ts on a loopback socket. It holds logs,
// sockets and clock and never calls TensorFlow, which would block them; each run is a child process.
import type { FromEngine, ToEngine } from './rpc/parent-messages.ts'
import { type RunningEngine, startEngine } from './rpc/start-engine.ts'

if (!process.send) {
  process.stderr.write('The engine is started by its host: run `layerloom serve`.\n')
  process.exit(2)
}

let engine: Promise<RunningEngine> | undefined
let stopping = false

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await engine?.then(running => running.stop()).catch(() => {})
  process.exit(0)
}

process.on('message', (message: ToEngine) => {
  if (message.kind === 'ping') tell({ kind: 'pong', number: message.number })
  else if (message.kind === 'stop') void stop()
  else if (!engine) {
    engine = startEngine(message.settings)
    engine.then(
      running => tell({ kind: 'ready', port: running.port }),
      thrown => {
        process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`)
        process.exit(1)
      },
    )
  }
})

// The host is gone: without it nobody could reach or end this process.
process.on('disconnect', () => {
  void stop()
  setTimeout(() => process.exit(0), 5000).unref()
})
// Ctrl-C in a terminal reaches the whole group; the host decides what happens.
process.on('SIGINT', () => {})
