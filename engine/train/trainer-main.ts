// The trainer: a process that trains one run or answers questions about one network, and the only one that
// calls TensorFlow. It lives as long as its parent listens.
import { setImmediate as turn } from 'node:timers/promises'
import type { RunEvent } from '../../shared/runs/events.ts'
import { createAnswerer } from './answer.ts'
import { toFailure } from './failure.ts'
import type { FromTrainer, ToTrainer, TrainJob } from './messages.ts'
import { runTraining } from './train-job.ts'

let stopping = false
let training = false

// Ctrl-C in a terminal reaches the whole group; the parent decides what it means.
process.on('SIGINT', () => {})
process.on('SIGTERM', stop)
process.on('disconnect', stop)
const answerer = createAnswerer()
process.on('message', message => receive(message as ToTrainer))

/** A run ends after its step, with a checkpoint; a trainer that only answers has nothing to save. */
function stop(): void {
  stopping = true
  if (training) return
  answerer.close()
  process.exit(0)
}

function receive(message: ToTrainer): void {
  if (message.type === 'stop') {
    stop()
  } else if (message.type === 'train') {
    void train(message.job)
  } else {
    const { id } = message
    answerer.answer(message.question, message.input).then(
      value => send({ type: 'answer', id, value }),
      (thrown: unknown) => send({ type: 'refusal', id, failure: toFailure(thrown) }),
    )
  }
}

async function train(job: TrainJob): Promise<void> {
  training = true
  try {
    await runTraining(job, {
      emit: (event: RunEvent) => void send({ type: 'event', event }),
      tellFacts: facts => void send({ type: 'facts', facts }),
      tellConfusion: matrix => void send({ type: 'confusion', matrix }),
      shouldStop: async () => {
        await turn()
        return stopping
      },
    })
  } catch (thrown) {
    await send({ type: 'failed', failure: toFailure(thrown) })
  }
  // Everything said has to leave before the process does.
  await send(null)
  process.exit(0)
}

const disconnected = new Promise<void>(resolve => process.once('disconnect', resolve))
let sent: Promise<void> = Promise.resolve()

/** Resolves when the message is on its way; null sends nothing and waits for those before it. */
function send(message: FromTrainer | null): Promise<void> {
  if (message !== null && process.connected) {
    const before = sent
    const own = new Promise<void>(resolve => {
      process.send?.(message, undefined, undefined, () => resolve())
    })
    sent = Promise.all([before, own]).then(() => {})
  }
  // A parent that died takes nothing more, and says so only once.
  return Promise.race([sent, disconnected])
}
