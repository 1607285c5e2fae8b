// How much memory a training step takes, a process for every network: growth over the idle trainer until the second
// step has ended. Arguments: the document's file, the batch size, the precision. Prints bytes as JSON.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Compilation } from '../../engine/compile/compilation.ts'
import type { Session, TrainingBatch } from '../../engine/compile/session-types.ts'
import { openNetwork } from '../../engine/train/open-session.ts'
import { readDocument } from '../../engine/train/read-document.ts'
import { planThreads, thisMachine } from '../../engine/train/thread-plan.ts'
import type { Precision } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { instantiate } from '../../templates/instantiate.ts'
import { threads } from './child.ts'

const [file = '', batch = '32', precision = 'float32'] = process.argv.slice(2)
const document = await readDocument(file)
const { training } = document
if (!training) throw new Error(`${file} has no training settings.`)
const batchSize = Number(batch)
const plan = planThreads(analyse(document), batchSize, thisMachine(threads))
process.env.TF_NUM_INTRAOP_THREADS = String(plan.threads)

// An idle trainer has trained something already: TensorFlow's libraries are in memory, its threads run.
await rehearse()
globalThis.gc?.()
const idle = rss()
// Linux keeps the highest size since the process began; from here on it counts anew.
writeFileSync('/proc/self/clear_refs', '5')
const { compilation, session } = await openNetwork(
  document,
  {
    loss: training.loss,
    optimizer: training.optimizer,
    seed: 1,
    precision: precision as Precision,
  },
  { lanes: plan.lanes, scaling: null },
)
const opened = peak()
session.init()
const ready = peak()
const examples = randomBatch(compilation, batchSize)
session.train({ ...examples, step: 0 })
const first = peak()
session.train({ ...examples, step: 1 })
const second = peak()
const result = {
  lanes: plan.lanes,
  nodes: compilation.nodeCount,
  idle,
  opened: opened - idle,
  ready: ready - idle,
  first: first - idle,
  second: second - idle,
}
process.stdout.write(`${JSON.stringify(result)}\n`)

async function rehearse(): Promise<void> {
  const small = instantiate('fashion-cnn', { input: [8, 8, 1] })
  const settings = { loss: 'categoricalCrossentropy', seed: 1 } as const
  for (const kind of ['float32', 'mixedBfloat16'] as const) {
    const optimizer = { kind: 'adam', learningRate: 0.001 } as const
    const opened = await openNetwork(
      small,
      { ...settings, optimizer, precision: kind },
      { lanes: 1, scaling: null },
    )
    opened.session.init()
    step(opened.session, opened.compilation)
    opened.session.close()
  }
}

function step(session: Session, compilation: Compilation): void {
  session.train({ ...randomBatch(compilation, 2), step: 0 })
}

function randomBatch({ inputs, targets }: Compilation, count: number): Omit<TrainingBatch, 'step'> {
  const numbers = (shape: readonly number[]) => count * shape.reduce((all, size) => all * size, 1)
  return {
    inputs: Object.fromEntries(
      inputs.map(({ id, shape }) => [
        id,
        Float32Array.from({ length: numbers(shape) }, (_, at) => ((at * 7919) % 1000) / 1000),
      ]),
    ),
    labels: Object.fromEntries(
      targets.map(({ id, shape, type }) => [
        id,
        type === 'int32'
          ? new Int32Array(numbers(shape.slice(0, -1)))
          : new Float32Array(numbers(shape)),
      ]),
    ),
    count,
    learningRate: 0.001,
  }
}

function rss(): number {
  return statusBytes('VmRSS')
}

function peak(): number {
  return statusBytes('VmHWM')
}

function statusBytes(key: string): number {
  const line = readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${key}:\\s+(\\d+) kB`))
  return Number(line?.[1]) * 1024
}
