// Records of a run as an engine tells them, shortened to what a test is about.
import type { RunEvent, RunRecord, RunSettings } from '../../../shared/runs/events.ts'

const settings: RunSettings = {
  dataset: { kind: 'glyphs' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 2,
  batchSize: 10,
  seed: 1,
  precision: 'float32',
  threads: 2,
}

/** Numbers them from 1, a second apart. */
export function recordsOf(events: readonly RunEvent[]): readonly RunRecord[] {
  return events.map((event, index) => ({ ...event, sequence: index + 1, time: index * 1000 }))
}

export function start(step = 0, epochs = 2): RunEvent {
  return {
    event: 'start',
    step,
    resumed: step > 0,
    name: 'LeNet',
    settings,
    epochs,
    stepsPerEpoch: 10,
    totalSteps: 10 * epochs,
    examples: { training: 100, validation: 10, test: 0 },
    classNames: ['0', '1'],
    parameters: 10,
    trainable: 10,
    pid: 1,
  }
}

export function progress(step: number, loss: number | null, accuracy = 0.5): RunEvent {
  const epoch = Math.floor((step - 1) / 10) + 1
  const numbers = { totalSteps: 20, stepsPerEpoch: 10, epochLoss: loss, epochAccuracy: accuracy }
  const speed = { examplesPerSecond: 1000, secondsLeft: 3 }
  return {
    event: 'progress',
    step,
    epoch,
    epochStep: step - (epoch - 1) * 10,
    loss,
    accuracy,
    ...numbers,
    ...speed,
  }
}

export function epoch(number: number, valLoss: number, valAccuracy: number): RunEvent {
  const base = { event: 'epoch', epoch: number, step: number * 10 } as const
  return {
    ...base,
    loss: 0.4,
    accuracy: 0.8,
    valLoss,
    valAccuracy,
    examplesPerSecond: 900,
    seconds: 2,
  }
}

export function end(step: number, reason: 'finished' | 'stopped' | 'failed'): RunEvent {
  return { event: 'end', step, reason, best: null, last: null, seconds: 5 }
}

export function preparing(what: string): RunEvent {
  return { event: 'preparing', step: 0, what, done: 1, total: 4 }
}
