// Several inputs and outputs: what the losses say of them, and whether the data has something for each.

import { outputPorts } from '../outputs.ts'
import { general, problem } from '../problems.ts'
import { lossFor } from '../training-only.ts'
import type { Context, Rule } from './context.ts'

/** Data sets that the program makes, or reads from files of one kind of picture. */
const oneOfEach = new Set(['glyphs', 'idx'])

/** One picture and one label for each example cannot feed two inputs or answer for two outputs. */
const oneArray: Rule = context => {
  const { training, network } = context
  if (!training || !oneOfEach.has(training.dataset.kind)) return []
  const { kind } = training.dataset
  const asked = network.inputs.filter(id => network.byId.get(id)?.reached)
  const answers = outputPorts(network).filter(port => {
    const own = lossFor(training.losses, port)
    return !port.trainingOnly && own?.answersOf === undefined
  })
  const what = (count: number, word: string, ids: readonly string[]) =>
    `${count} ${word} (${ids.join(', ')})`
  const parts = [
    ...(asked.length > 1 ? [what(asked.length, 'inputs', asked)] : []),
    ...(answers.length > 1
      ? [
          what(
            answers.length,
            'outputs',
            answers.map(({ id }) => id),
          ),
        ]
      : []),
  ]
  if (parts.length === 0) return []
  const message = `${kind} has one picture and one label for each example, and the network has ${parts.join(' and ')}. Use an npz file with an array for each, named after it.`
  return [{ ...general('error', 'data-of-one', message), about: 'data' as const }]
}

/** Answers can be taken from an output that has answers of its own. */
const answersOf: Rule = context => {
  const { training, network } = context
  const ports = outputPorts(network)
  return ports.flatMap(port => {
    const own = lossFor(training?.losses, port)
    if (own?.answersOf === undefined) return []
    const source = ports.find(({ id }) => id === own.answersOf)
    const borrows = source && lossFor(training?.losses, source)?.answersOf !== undefined
    if (source && !borrows && source.id !== port.id) return []
    const known = ports.filter(({ id }) => id !== port.id).map(({ id }) => id)
    const why = borrows ? 'has none of its own' : 'is no other output of the network'
    return atOutput(
      context,
      port.layer,
      'answers-of',
      `${port.id} learns the answers of ${own.answersOf}, which ${why}. Name one of ${known.join(', ') || 'its other outputs'} in training.losses, "answersOf".`,
    )
  })
}

/** Marked are all of them, so nothing could be left out. */
const onlyTraining: Rule = context => {
  const { training, network } = context
  const ports = outputPorts(network)
  const isMarked = (port: (typeof ports)[number]) =>
    lossFor(training?.losses, port)?.trainingOnly === true
  if (ports.length === 0 || !ports.every(isMarked)) return []
  const names = ports.map(({ id }) => id).join(', ')
  return [
    general(
      'warning',
      'only-training',
      `Every output (${names}) is marked as there for training only, so none is left out. Let one predict: remove its trainingOnly in training.losses.`,
    ),
  ]
}

function atOutput(context: Context, id: string, code: string, message: string) {
  const layer = context.network.byId.get(id)
  return layer ? [problem('error', code, context.nodeOf(layer), message)] : []
}

export const outputRules: readonly Rule[] = [oneArray, answersOf, onlyTraining]
