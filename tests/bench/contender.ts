// Who takes part.
import { runLayerloom } from './layerloom.ts'
import { runPythonPeer, runTfjs } from './peer-process.ts'
import type { Task } from './tasks.ts'

/**
 * A few epochs in a process of their own. The first epoch warms up and is not counted; the others are
 * timed by the clock from the end of one epoch to the end of the next, with all that happens between.
 */
export interface Segment {
  readonly imagesPerSecond: number
  /** Learned numbers, which must be as many in every program. */
  readonly trainable: number
  /** After the last epoch. */
  readonly loss: number
}

export interface Contender {
  readonly id: string
  readonly label: string
  readonly run: (task: Task, epochs: number) => Promise<Segment>
}

export interface Interpreters {
  readonly tensorflow: string
  readonly torch: string | undefined
}

export function contenders({ tensorflow, torch }: Interpreters): readonly Contender[] {
  return [
    ...ours(),
    ...kerasWays(tensorflow),
    ...(torch === undefined ? [] : torchWays(torch)),
    { id: 'tfjs', label: 'tfjs-node fit', run: runTfjs },
  ]
}

function ours(): readonly Contender[] {
  return (['float32', 'mixedBfloat16'] as const).map(precision => ({
    id: `layerloom-${precision}`,
    label: `Layerloom ${precision}`,
    run: (task, epochs) => runLayerloom(task, epochs, precision),
  }))
}

// Which way is the fastest depends on the machine, so Keras is measured in all of them and the best counts.
function kerasWays(python: string): readonly Contender[] {
  const float32 = { policy: 'float32', stepsPerExecution: 1 }
  const ways = [
    { id: 'keras', label: 'Keras fit', ...float32, jit: 'auto' },
    { id: 'keras-graph', label: 'Keras fit, jit_compile=False', ...float32, jit: false },
    {
      id: 'keras-bfloat16',
      label: 'Keras fit, mixed_bfloat16',
      policy: 'mixed_bfloat16',
      stepsPerExecution: 1,
      jit: false,
    },
  ]
  return ways.map(({ id, label, ...settings }) => ({
    id,
    label,
    run: (task, epochs) => runPythonPeer(python, 'keras_fit.py', settings, task, epochs),
  }))
}

function torchWays(python: string): readonly Contender[] {
  return [false, true].map(bfloat16 => ({
    id: bfloat16 ? 'torch-bfloat16' : 'torch',
    label: `PyTorch eager, ${bfloat16 ? 'bfloat16 autocast' : 'float32'}`,
    run: (task, epochs) => runPythonPeer(python, 'torch_loop.py', { bfloat16 }, task, epochs),
  }))
}
