// Questions about a network with weights, answered inside the trainer.
import { readFile } from 'node:fs/promises'
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import { wantedData } from '../../shared/runs/wanted-data.ts'
import type { Session } from '../compile/session-types.ts'
import type { Dataset, Part } from '../data/dataset.ts'
import { loadDataset } from '../data/load-dataset.ts'
import { writeFile } from '../files/write-file.ts'
import { confusionOf } from './confusion.ts'
import { evaluatePart, type PartReport } from './evaluation.ts'
import { fitData, requirePart } from './fit-data.ts'
import type { Answers, OpenJob, Question, Questions } from './messages.ts'
import type { Opened } from './open-session.ts'
import { predict } from './predict.ts'
import { RunError } from './run-error.ts'
import type { EvaluatedPart } from './run-types.ts'

interface Open extends Opened {
  readonly job: OpenJob
}

export interface Answerer {
  answer(question: Question, input: Questions[Question]): Promise<Answers[Question]>
  close(): void
}

/** One network after another; questions wait for the one before. */
export function createAnswerer(): Answerer {
  let open: Open | null = null
  let before: Promise<unknown> = Promise.resolve()

  const current = (): Open => {
    if (open) return open
    throw new RunError('engine', 'no-network', 'No network was opened in this trainer.')
  }
  const answers: { [Q in Question]: (input: Questions[Q]) => Promise<Answers[Q]> } = {
    open: async ({ job }) => {
      open?.session.close()
      open = { job, ...(await openWithWeights(job)) }
      return null
    },
    evaluate: async ({ spec, part }) => {
      const { confusions: _, ...evaluation } = (await report(current(), spec, part)).report
      return evaluation
    },
    confusion: async ({ spec, part }) => {
      const found = await report(current(), spec, part)
      const confusion = confusionOf(found.report, found.part, found.classNames)
      if (confusion) return confusion
      throw new RunError('input', 'no-classes', 'The network tells no classes apart.')
    },
    predict: async ({ inputs }) => predict(current(), inputs),
    writeWeights: async ({ file, names }) => {
      await writeWeights(current().session, file, names)
      return null
    },
    fillWeights: async ({ file, names }) => {
      await fillWeights(current().session, file, names)
      return null
    },
    saveCheckpoint: async ({ prefix }) => {
      current().session.save(prefix, { weightsOnly: true })
      return null
    },
    predictImage: async ({ file }) => {
      const { readPicture } = await import('./read-picture.ts')
      const { compilation } = current()
      const { inputs, change } = await readPicture(file, compilation.inputs)
      return { outputs: predict(current(), inputs), change }
    },
  }
  return {
    answer(question, input) {
      const give = answers[question] as (input: Questions[Question]) => Promise<Answers[Question]>
      const result = before.then(() => give(input))
      before = result.catch(() => {})
      return result
    },
    close() {
      open?.session.close()
      open = null
    },
  }
}

async function openWithWeights(job: OpenJob): Promise<Opened> {
  const { openNetwork } = await import('./open-session.ts')
  const opened = await openNetwork(
    job.document,
    // Only the weights are restored, so the cheapest optimizer will do.
    { ...job.settings, optimizer: { kind: 'sgd', learningRate: 0.01 } },
    job,
  )
  if (job.restore) opened.session.restore(job.restore.prefix, { weightsOnly: true })
  else opened.session.init()
  return opened
}

async function writeWeights(
  session: Session,
  file: string,
  names: readonly string[],
): Promise<void> {
  const weights = session.readWeights()
  const parts = names.map(name => {
    const values = weights.get(name)
    if (values) return Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    throw new RunError('engine', 'no-weight', `The network has no weight ${name}.`)
  })
  await writeFile(file, Buffer.concat(parts))
}

async function fillWeights(
  session: Session,
  file: string,
  names: readonly string[],
): Promise<void> {
  const weights = new Map(session.readWeights())
  const bytes = await readFile(file)
  let at = 0
  for (const name of names) {
    const size = weights.get(name)?.byteLength
    if (size === undefined || at + size > bytes.length)
      throw new RunError('engine', 'no-weight', `The network has no such weight ${name}.`)
    // A copy: numbers must begin at a multiple of four.
    weights.set(name, new Float32Array(new Uint8Array(bytes.subarray(at, at + size)).buffer))
    at += size
  }
  session.writeWeights(weights)
}

async function report(
  open: Open,
  spec: DatasetSpec,
  wanted: EvaluatedPart | null,
): Promise<{ part: EvaluatedPart; classNames: readonly string[]; report: PartReport }> {
  const { network, job } = open
  const asked = wantedData(network, { ...job.document.training, ...job.settings })
  const dataset = await loadDataset(spec, { folder: process.cwd(), wanted: asked })
  const feed = fitData(open.compilation, dataset)
  const part = wanted ?? choosePart(dataset)
  const examples = requirePart(partOf(dataset, part), part, dataset)
  const found = await evaluatePart(open.session, examples, feed, {
    batchSize: open.job.settings.batchSize,
    goOn: async () => true,
  })
  if (!found) throw new RunError('engine', 'given-up', 'The evaluation was given up.')
  const classNames = open.job.classNames.length > 0 ? open.job.classNames : dataset.classNames
  return { part, classNames, report: found }
}

function choosePart(dataset: Dataset): EvaluatedPart {
  if (dataset.test && dataset.test.count > 0) return 'test'
  return dataset.validation.count > 0 ? 'validation' : 'training'
}

function partOf(dataset: Dataset, part: EvaluatedPart): Part | undefined {
  return dataset[part]
}
