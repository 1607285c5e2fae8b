// A trainer process that answers questions: evaluate and predict never run in the caller's process.
import { join, resolve } from 'node:path'
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { answerInputs, answerPorts } from '../../shared/graph/outputs.ts'
import { newestCheckpoint } from './checkpoint.ts'
import { fromFailure } from './failure.ts'
import type { Answers, FromTrainer, OpenJob, Question, Questions } from './messages.ts'
import { readDocument } from './read-document.ts'
import { requireSound } from './require-sound.ts'
import { RunError } from './run-error.ts'
import { readRun, runFiles } from './run-folder.ts'
import { absoluteDataset, networkSettings } from './run-settings.ts'
import type { EvaluatedPart, NetworkSession } from './run-types.ts'
import { planThreads, thisMachine } from './thread-plan.ts'
import { explainEnd, startTrainer } from './trainer-process.ts'

/** The network of a run with the weights of its newest checkpoint. */
export async function openRun(folder: string): Promise<NetworkSession> {
  const path = resolve(folder)
  const run = await readRun(path)
  const document = await readDocument(join(path, runFiles.document))
  const checkpoint = await newestCheckpoint(join(path, runFiles.checkpoints))
  if (!checkpoint) {
    throw new RunError(
      'input',
      'no-checkpoint',
      `${path} holds no checkpoint yet, so it has no weights. Train it first, or resume it.`,
    )
  }
  return openSession(document, run.settings.threads, {
    document,
    settings: run.settings,
    restore: { prefix: checkpoint.prefix, state: checkpoint.state },
    scaling: run.scaling,
    classNames: run.classNames,
  })
}

/** A document with the weights that its seed gives. */
export async function openDocument(document: NetworkDocument): Promise<NetworkSession> {
  // Without training settings nothing says what the outputs mean, and any shape has a squared error.
  const loss = document.training?.loss ?? 'meanSquaredError'
  const settings = { ...networkSettings(document, {}), loss }
  const { threads } = settings
  return openSession(document, threads, {
    document,
    settings,
    restore: null,
    scaling: null,
    classNames: [],
  })
}

async function openSession(
  document: NetworkDocument,
  threads: number,
  job: Omit<OpenJob, 'lanes'>,
): Promise<NetworkSession> {
  const network = analyse(document)
  requireSound(network, 'compute')
  const plan = planThreads(network, job.settings.batchSize, thisMachine(threads))
  const trainer = askTrainer(plan.threads)
  try {
    await trainer.ask('open', { job: { ...job, lanes: plan.lanes } })
  } catch (thrown) {
    await trainer.close()
    throw thrown
  }
  const place = (spec: DatasetSpec, baseFolder: string, part?: EvaluatedPart) => ({
    spec: absoluteDataset(spec, baseFolder),
    part: part ?? null,
  })
  return {
    inputs: Object.fromEntries(
      answerInputs(network).map(id => [id, network.byId.get(id)?.outputShapes?.[0] ?? []]),
    ),
    outputs: answerPorts(network).map(port => port.id),
    classNames: job.classNames,
    evaluate: (spec, folder, part) => trainer.ask('evaluate', place(spec, folder, part)),
    confusion: (spec, folder, part) => trainer.ask('confusion', place(spec, folder, part)),
    predict: inputs => trainer.ask('predict', { inputs }),
    predictImage: file => trainer.ask('predictImage', { file: resolve(file) }),
    document,
    scaling: job.scaling,
    writeWeights: async (file, names) => {
      await trainer.ask('writeWeights', { file: resolve(file), names })
    },
    fillWeights: async (file, names) => {
      await trainer.ask('fillWeights', { file: resolve(file), names })
    },
    saveCheckpoint: async prefix => {
      await trainer.ask('saveCheckpoint', { prefix: resolve(prefix) })
    },
    close: trainer.close,
  }
}

interface Waiter {
  resolve(value: Answers[Question]): void
  reject(error: Error): void
}

const patience = 3000

function askTrainer(threads: number) {
  const waiters = new Map<number, Waiter>()
  let asked = 0
  let dead: RunError | null = null
  const trainer = startTrainer(threads, message => answer(waiters, message))
  void trainer.ended.then(end => {
    dead = explainEnd(end)
    for (const waiter of waiters.values()) waiter.reject(dead)
    waiters.clear()
  })

  function ask<Q extends Question>(question: Q, input: Questions[Q]): Promise<Answers[Q]> {
    if (dead) return Promise.reject(dead)
    asked += 1
    const id = asked
    return new Promise((resolve, reject) => {
      waiters.set(id, { resolve: value => resolve(value as Answers[Q]), reject })
      trainer.send({ type: 'ask', id, question, input })
    })
  }

  /** It clears up after itself; one that does not answer is ended. */
  async function close(): Promise<void> {
    trainer.send({ type: 'stop' })
    const timer = setTimeout(trainer.kill, patience)
    await trainer.ended
    clearTimeout(timer)
  }
  return { ask, close }
}

function answer(waiters: Map<number, Waiter>, message: FromTrainer): void {
  if (message.type !== 'answer' && message.type !== 'refusal') return
  const waiter = waiters.get(message.id)
  waiters.delete(message.id)
  if (message.type === 'answer') waiter?.resolve(message.value)
  else waiter?.reject(fromFailure(message.failure))
}
