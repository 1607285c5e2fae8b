// The other programs: one process per segment, which trains some epochs and says how long each took.
import { fileURLToPath } from 'node:url'
import { lastJson, runChild, threads } from './child.ts'
import type { Segment } from './contender.ts'
import type { Task, TaskName } from './tasks.ts'

/** What every peer reads; each has settings of its own beside it. */
export interface PeerJob {
  readonly network: TaskName
  readonly data: string
  readonly spec: string
  readonly batchSize: number
  readonly epochs: number
  readonly learningRate: number
  /** Null: Adam. */
  readonly momentum: number | null
  readonly threads: number
}

interface PeerResult {
  readonly epochSeconds: readonly number[]
  readonly images: number
  readonly trainable: number
  readonly loss: number
}

function jobOf(task: Task, epochs: number): PeerJob {
  const { name, data, spec, batchSize, optimizer } = task
  const { learningRate, kind, momentum = 0.9 } = optimizer
  const adamOrMomentum = kind === 'adam' ? null : momentum
  return {
    network: name,
    data,
    spec,
    batchSize,
    epochs,
    learningRate,
    momentum: adamOrMomentum,
    threads,
  }
}

export async function runPythonPeer(
  python: string,
  script: string,
  settings: Readonly<Record<string, unknown>>,
  task: Task,
  epochs: number,
): Promise<Segment> {
  const input = JSON.stringify({ ...jobOf(task, epochs + 1), ...settings })
  const output = await runChild([python, peerFile(script)], { input })
  return segmentOf(lastJson<PeerResult>(output))
}

export async function runTfjs(task: Task, epochs: number): Promise<Segment> {
  const job = { ...jobOf(task, epochs + 1), images: task.fewImages }
  const output = await runChild([process.execPath, peerFile('tfjs-fit.ts'), JSON.stringify(job)])
  return segmentOf(lastJson<PeerResult>(output))
}

export function peerFile(name: string): string {
  return fileURLToPath(new URL(`peers/${name}`, import.meta.url))
}

function segmentOf({ epochSeconds, images, trainable, loss }: PeerResult): Segment {
  const seconds = epochSeconds.reduce((sum, each) => sum + each, 0)
  return { imagesPerSecond: (images * epochSeconds.length) / seconds, trainable, loss }
}
