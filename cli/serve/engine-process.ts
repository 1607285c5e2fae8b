// Starts the engine, notices when it dies or hangs, says why, and starts it again (RELIABILITY F13).
import { type ChildProcess, fork } from 'node:child_process'
import type { FromEngine, ToEngine } from '../../engine/rpc/parent-messages.ts'
import type { EngineState } from '../../shared/rpc/host-contract.ts'
import { countMemoryKills, reasonOf } from './death-reason.ts'
import { createToken } from './gate.ts'

export interface EngineAddress {
  readonly port: number
  readonly token: string
}

export interface EngineProcess {
  readonly state: EngineState
  readonly pid: number | undefined
  /** Undefined while no engine is ready. */
  readonly address: EngineAddress | undefined
  /** Ends the present one, if there is one, and starts anew, however often it died. */
  restart(): void
  /** Lets runs make a checkpoint; resolves when the process is gone. */
  stop(): Promise<void>
}

export interface EngineOptions {
  /** The file to run. */
  readonly main: string
  readonly workspace: string
  readonly version: string
  readonly onState: (state: EngineState) => void
  /** Each in milliseconds. */
  readonly times?: Partial<EngineTimes>
}

export interface EngineTimes {
  readonly ready: number
  readonly heartbeat: number
  readonly silence: number
  readonly stop: number
  /** Before it is started again. */
  readonly rest: number
}

const usualTimes: EngineTimes = {
  ready: 20_000,
  heartbeat: 1000,
  silence: 8000,
  stop: 10_000,
  rest: 200,
}

/** Deaths within this time after which it is not started again by itself. */
const patience = { deaths: 3, milliseconds: 5 * 60_000 }

export function superviseEngine(options: EngineOptions): EngineProcess {
  const times = { ...usualTimes, ...options.times }
  let incarnation = 0
  let deaths: number[] = []
  let state: EngineState = { state: 'starting', since: Date.now() }
  let current: Incarnation | undefined
  let resting: NodeJS.Timeout | undefined
  let stopping = false

  function enter(next: EngineState): void {
    state = next
    options.onState(next)
  }

  function start(): void {
    incarnation += 1
    enter({ state: 'starting', since: Date.now() })
    current = startIncarnation(options, times, {
      onReady: () => enter({ state: 'ready', since: Date.now(), incarnation }),
      onEnd: reason => {
        current = undefined
        const now = Date.now()
        if (stopping) return enter({ state: 'stopped', since: now })
        deaths = [...deaths.filter(death => now - death < patience.milliseconds), now]
        const restarting = deaths.length <= patience.deaths
        enter({ state: 'died', since: now, reason, restarting })
        if (restarting) resting = setTimeout(start, times.rest)
      },
    })
  }

  start()
  return {
    get state() {
      return state
    },
    get pid() {
      return current?.child.pid
    },
    get address() {
      return state.state === 'ready' ? current?.address : undefined
    },
    restart: () => {
      if (stopping) return
      deaths = []
      clearTimeout(resting)
      // Its end starts the next one.
      if (current) current.child.kill('SIGKILL')
      else start()
    },
    stop: async () => {
      stopping = true
      clearTimeout(resting)
      if (current) await current.stop()
      else enter({ state: 'stopped', since: Date.now() })
    },
  }
}

interface Incarnation {
  readonly child: ChildProcess
  readonly address: EngineAddress | undefined
  stop(): Promise<void>
}

interface IncarnationEvents {
  onReady(): void
  onEnd(reason: ReturnType<typeof reasonOf>): void
}

function startIncarnation(
  options: EngineOptions,
  times: EngineTimes,
  events: IncarnationEvents,
): Incarnation {
  const token = createToken()
  const memoryKills = countMemoryKills()
  let address: EngineAddress | undefined
  let killedFor: 'hang' | 'start' | undefined
  const child = fork(options.main, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  const lastWords = keepLastWords(child)
  const send = (message: ToEngine) => {
    if (child.connected) child.send(message, () => {})
  }
  const kill = (why: 'hang' | 'start') => {
    killedFor = why
    child.kill('SIGKILL')
  }
  const tooLate = setTimeout(() => kill('start'), times.ready)
  const heart = watchHeart(times, send, () => kill('hang'))
  child.on('message', (message: FromEngine) => {
    if (message.kind === 'pong') {
      heart.heard()
      return
    }
    clearTimeout(tooLate)
    address = { port: message.port, token }
    heart.start()
    events.onReady()
  })
  const gone = new Promise<void>(resolve => {
    const end = (exitCode: number | null, signal: string | null) => {
      clearTimeout(tooLate)
      heart.stop()
      const killed = countMemoryKills() > memoryKills
      const reason = { exitCode, signal, lastWords: lastWords(), killedFor, memoryKills: killed }
      events.onEnd(reasonOf(reason))
      resolve()
    }
    // `exit` does not wait for its pipes, which trainers may hold open a while longer.
    child.once('exit', end)
    child.once('error', () => child.pid === undefined && end(null, null))
  })
  const { workspace, version } = options
  send({ kind: 'begin', settings: { token, workspace, version } })
  return {
    child,
    get address() {
      return address
    },
    stop: async () => {
      send({ kind: 'stop' })
      const impatient = setTimeout(() => child.kill('SIGKILL'), times.stop)
      await gone
      clearTimeout(impatient)
    },
  }
}

/** Asks for a sign of life and gives up after a silence. */
function watchHeart(times: EngineTimes, send: (message: ToEngine) => void, onHang: () => void) {
  let number = 0
  let last = 0
  let timer: NodeJS.Timeout | undefined
  function beat(): void {
    const now = Date.now()
    if (now - last > times.silence) {
      onHang()
      return
    }
    number += 1
    send({ kind: 'ping', number })
    timer = setTimeout(() => {
      // After a sleep of the machine, or of ours, its silence says nothing.
      if (Date.now() - now > times.heartbeat + times.silence / 2) last = Date.now()
      beat()
    }, times.heartbeat)
  }
  return {
    start: () => {
      last = Date.now()
      beat()
    },
    heard: () => {
      last = Date.now()
    },
    stop: () => clearTimeout(timer),
  }
}

/** Passes standard error on and keeps its end, where the cause of a death often stands. */
function keepLastWords(child: ChildProcess): () => string {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000)
    process.stderr.write(text)
  })
  return () => words
}
