// What is felt beside the training itself: analysis, start, overhead.
import { fileURLToPath } from 'node:url'
import { analyse } from '../../shared/graph/analyse.ts'
import { instantiate } from '../../templates/instantiate.ts'
import { lastJson, runChild } from './child.ts'
import { train } from './layerloom.ts'
import { peerFile } from './peer-process.ts'
import { median } from './rounds.ts'
import type { Task } from './tasks.ts'

export interface AnalysisTimes {
  /** Milliseconds of the first one in this process and of later ones, as in an open editor. */
  readonly first: number
  readonly warm: number
  readonly kerasBuild: number
}

/** Order, shapes, weights, costs and problems of ResNet-20, beside Keras's building of the same. */
export async function timeAnalysis(python: string): Promise<AnalysisTimes> {
  const document = instantiate('resnet-20')
  const times = Array.from({ length: 300 }, () => {
    // A copy, because the analysis of a document that is known already costs nothing.
    const copy = structuredClone(document)
    const begun = performance.now()
    analyse(copy)
    return performance.now() - begun
  })
  const output = await runChild([python, peerFile('keras_build.py')])
  const { milliseconds } = lastJson<{ milliseconds: number }>(output)
  return {
    first: times[0] ?? Number.NaN,
    warm: median(times.slice(100)),
    kerasBuild: milliseconds,
  }
}

export interface StartTimes {
  /** Milliseconds from the command to its first word and to the end of its first step. */
  readonly firstWord: number
  readonly firstStep: number
}

export async function timeStart(task: Task, rounds: number): Promise<StartTimes> {
  const starts: StartTimes[] = []
  for (let round = 0; round < rounds; round += 1) starts.push(await train(task, 1, 'float32'))
  return {
    firstWord: median(starts.map(start => start.firstWord)),
    firstStep: median(starts.map(start => start.firstStep)),
  }
}

export interface LoopShare {
  /** Milliseconds of a step inside the session, and of all that the loop does beside it. */
  readonly call: number
  readonly outside: number
  /** Milliseconds of one checkpoint, and the share of all time that they took. */
  readonly checkpoint: number
  readonly checkpointShare: number
}

export async function shareOfLoop(task: Task, epochs: number): Promise<LoopShare> {
  const script = fileURLToPath(new URL('loop-share.ts', import.meta.url))
  const settings = [task.document, task.spec, String(task.batchSize), String(epochs)]
  return lastJson<LoopShare>(await runChild([process.execPath, script, ...settings]))
}
