// What is felt beside the training itself: analysis, start, overhead.
import { fileURLToPath } from 'node:url'
import { setParam } from '../../shared/document/edits.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { instantiate } from '../../templates/instantiate.ts'
import { lastJson, runChild } from './child.ts'
import { longChain } from './large-networks.ts'
import { train } from './layerloom.ts'
import { peerFile } from './peer-process.ts'
import { median } from './rounds.ts'
import type { Task } from './tasks.ts'

export interface AnalysisTimes {
  readonly what: string
  /** Milliseconds of the first one in this process and of later ones, as in an open editor. */
  readonly first: number
  readonly warm: number
  /** After an edit of one layer. */
  readonly edit: number
  /** What is promised of `warm` and of `edit`. */
  readonly promised: { readonly warm: number; readonly edit?: number }
  /** Keras building the same; null where that takes minutes. */
  readonly kerasBuild: number | null
}

interface Analysis extends Pick<AnalysisTimes, 'what' | 'promised'> {
  readonly document: NetworkDocument
  /** The layer that is edited. */
  readonly layer: string
  readonly rounds: number
  readonly keras: string | null
}

function analyses(): readonly Analysis[] {
  const template = (name: string) => ({ what: name, document: instantiate(name), keras: name })
  return [
    { ...template('resnet-20'), layer: 'scores', rounds: 300, promised: { warm: 2 } },
    { ...template('resnet-152'), layer: 'scores', rounds: 100, promised: { warm: 10, edit: 2 } },
    { ...template('efficientnet-b7'), layer: 'scores', rounds: 100, promised: { warm: 25 } },
    {
      what: '10,000 layers',
      document: longChain(10_000),
      keras: null,
      layer: 'conv9999',
      rounds: 30,
      promised: { warm: 100 },
    },
  ]
}

/** Order, shapes, weights, costs and problems of networks, beside Keras's building of the same. */
export async function timeAnalysis(python: string): Promise<readonly AnalysisTimes[]> {
  const times: AnalysisTimes[] = []
  for (const { what, promised, keras, ...rest } of analyses()) {
    const measured = timeOne(rest)
    const built = keras === null ? null : await timeKeras(python, keras)
    times.push({ what, promised, ...measured, kerasBuild: built })
  }
  return times
}

function timeOne({ document, layer, rounds }: Pick<Analysis, 'document' | 'layer' | 'rounds'>) {
  const whole: number[] = []
  const edits: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    // A copy, because the analysis of a document that is known already costs nothing.
    const copy = structuredClone(document)
    whole.push(timed(() => analyse(copy)))
    const edited = setParam(copy, layer, 'useBias', false)
    edits.push(timed(() => analyse(edited)))
  }
  const late = Math.floor(rounds / 3)
  return {
    first: whole[0] ?? Number.NaN,
    warm: median(whole.slice(late)),
    edit: median(edits.slice(late)),
  }
}

function timed(action: () => unknown): number {
  const begun = performance.now()
  action()
  return performance.now() - begun
}

async function timeKeras(python: string, name: string): Promise<number> {
  const output = await runChild([python, peerFile('keras_build.py'), name])
  return lastJson<{ milliseconds: number }>(output).milliseconds
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
