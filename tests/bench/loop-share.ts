// Where a step's time goes in our own loop, a process: the session's calls, checkpoints, and all the rest.
// Arguments: the document, the data, the batch size, the epochs. Prints milliseconds as JSON.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Session } from '../../engine/compile/session-types.ts'
import { loadDataset } from '../../engine/data/load-dataset.ts'
import { writeCheckpoint } from '../../engine/train/checkpoint.ts'
import { fitData } from '../../engine/train/fit-data.ts'
import { openNetwork } from '../../engine/train/open-session.ts'
import { readDocument } from '../../engine/train/read-document.ts'
import { planThreads, thisMachine } from '../../engine/train/thread-plan.ts'
import { firstState, runLoop } from '../../engine/train/training-loop.ts'
import { parseDatasetSpec } from '../../shared/document/dataset-spec.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { threads } from './child.ts'
import { median } from './rounds.ts'

const [file = '', spec = '', batchSize = '0', epochs = '0'] = process.argv.slice(2)
const document = await readDocument(file)
const { training } = document
if (!training) throw new Error(`${file} has no training settings.`)
const dataset = await loadDataset(parseDatasetSpec(spec), { folder: '.' })
const settings = {
  dataset: parseDatasetSpec(spec),
  loss: training.loss,
  optimizer: training.optimizer,
  epochs: Number(epochs),
  batchSize: Number(batchSize),
  seed: 1,
  precision: 'float32' as const,
  threads,
}
// Before TensorFlow is loaded, as the engine does for a trainer.
const plan = planThreads(analyse(document), settings.batchSize, thisMachine(threads))
process.env.TF_NUM_INTRAOP_THREADS = String(plan.threads)
const opened = await openNetwork(document, settings, { lanes: plan.lanes, scaling: null })
const folder = await mkdtemp(join(tmpdir(), 'layerloom-bench-share-'))
const calls: number[] = []
const spent = { checkpoint: 0, checkpoints: 0 }
opened.session.init()

const begun = performance.now()
const end = await runLoop(
  {
    session: timed(opened.session),
    dataset,
    feed: fitData(opened.compilation, dataset),
    settings,
    emit: () => {},
    shouldStop: async () => {
      await turn()
      return false
    },
    checkpoint: async state => {
      const started = performance.now()
      const digest = { networkHash: '', dataFingerprint: dataset.fingerprint, seed: 1 }
      await writeCheckpoint(folder, { ...state, ...digest, hasOptimizer: true }, prefix =>
        opened.session.save(prefix),
      )
      spent.checkpoint += performance.now() - started
      spent.checkpoints += 1
      return true
    },
  },
  firstState(training.optimizer.learningRate),
)
const whole = performance.now() - begun
opened.session.close()
await rm(folder, { recursive: true, force: true })
const { step } = end.state
const inside = calls.reduce((sum, call) => sum + call, 0)
const result = {
  call: median(calls),
  outside: (whole - inside - spent.checkpoint) / step,
  checkpoint: spent.checkpoint / spent.checkpoints,
  checkpointShare: spent.checkpoint / whole,
}
process.stdout.write(`${JSON.stringify(result)}\n`)

function timed(session: Session): Session {
  return {
    ...session,
    train: batch => {
      const started = performance.now()
      const result = session.train(batch)
      calls.push(performance.now() - started)
      return result
    },
  }
}
