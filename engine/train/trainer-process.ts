// Starts a trainer and tells how it ended. Everything that TensorFlow reads from the environment is set here,
// because it is read once, when the library is loaded.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FromTrainer, ToTrainer } from './messages.ts'
import { readNativeStamp } from './native-stamp.ts'
import { RunError } from './run-error.ts'

export interface TrainerProcess {
  readonly pid: number
  send(message: ToTrainer): void
  kill(): void
  readonly ended: Promise<TrainerEnd>
}

export interface TrainerEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what TensorFlow wrote to standard error. */
  readonly lastWords: string
}

const longestLastWords = 8192

export function startTrainer(
  threads: number,
  onMessage: (message: FromTrainer) => void,
): TrainerProcess {
  // In a bundle the trainer lies beside this file as JavaScript.
  const file = import.meta.url.endsWith('.ts') ? './trainer-main.ts' : './trainer-main.js'
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    env: trainerEnvironment(threads),
    execArgv: [],
    // Typed arrays cross as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  if (child.pid === undefined) {
    throw new RunError('engine', 'no-trainer', 'The system did not start a process for training.')
  }
  child.on('message', message => onMessage(message as FromTrainer))
  return {
    pid: child.pid,
    send: message => {
      // A message to a trainer that has just died is no error of its own: `ended` tells.
      if (child.connected) child.send(message, () => {})
    },
    kill: () => child.kill('SIGKILL'),
    ended: watchEnd(child),
  }
}

function watchEnd(child: ChildProcess): Promise<TrainerEnd> {
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-longestLastWords)
    if (process.env.LAYERLOOM_DEBUG) process.stderr.write(text)
  })
  return new Promise(resolve => {
    child.on('error', error => resolve({ code: 1, signal: null, lastWords: error.message }))
    child.on('close', (code, signal) => resolve({ code, signal, lastWords }))
  })
}

function trainerEnvironment(threads: number): NodeJS.ProcessEnv {
  const path = [...libraryPath(), process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':')
  const debug = Boolean(process.env.LAYERLOOM_DEBUG)
  return {
    ...process.env,
    ...(path !== '' && { LD_LIBRARY_PATH: path }),
    TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? (debug ? '0' : '2'),
    // Of one operation. The number of threads decides the last bits, so it is part of the run.
    TF_NUM_INTRAOP_THREADS: String(threads),
    // Without it a first GPU session takes all of the device's memory from everything else.
    TF_FORCE_GPU_ALLOW_GROWTH: process.env.TF_FORCE_GPU_ALLOW_GROWTH ?? 'true',
  }
}

function libraryPath(): readonly string[] {
  const { libraryPath: folders } = readNativeStamp()
  return Array.isArray(folders) ? folders.filter(folder => typeof folder === 'string') : []
}

/** Why a trainer ended that nobody asked to end. */
export function explainEnd(end: TrainerEnd, batchSize?: number): RunError {
  const words = end.lastWords.trim().split('\n').at(-1) ?? ''
  if (/out of memory|bad_alloc|OOM when allocating|RESOURCE_EXHAUSTED/i.test(end.lastWords)) {
    return outOfMemory('TensorFlow found no memory', batchSize)
  }
  if (end.signal === 'SIGKILL') {
    return outOfMemory('The system ended the trainer (SIGKILL), usually out of memory', batchSize)
  }
  const how =
    end.signal === null
      ? `ended with code ${end.code}`
      : `was ended by ${end.signal}, a fault inside TensorFlow`
  const said = words === '' ? '' : ` Its last words: ${words.slice(0, 400)}`
  return new RunError('engine', 'trainer-died', `The trainer ${how}.${said}`)
}

function outOfMemory(what: string, batchSize: number | undefined): RunError {
  const smaller =
    batchSize === undefined || batchSize < 2
      ? 'Close other programs or use a smaller network.'
      : `Resume with other programs closed, or start anew with a batch size below ${batchSize}.`
  return new RunError('engine', 'out-of-memory', `${what}. ${smaller}`)
}
