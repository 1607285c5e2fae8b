// What a step or an evaluation gives beside the loss of all outputs together.
import type { Target } from './compilation.ts'
import type { Judgement } from './losses.ts'
import type { Tensor } from './tensor.ts'

export type Judgements = readonly (Judgement & { readonly target: Target })[]

/** Right answers are the network's where it has one output but for those of training; several have their own. */
export function resultsOf(judgements: Judgements): Readonly<Record<string, Tensor>> {
  const [answer, another] = judgements.filter(({ target }) => !target.trainingOnly)
  const own = judgements.flatMap(({ target: { id }, loss, correct }) => [
    [`loss:${id}`, loss] as const,
    ...(correct ? [[`correct:${id}`, correct] as const] : []),
  ])
  return {
    ...(answer?.correct && !another && { correct: answer.correct }),
    ...(judgements.length > 1 && Object.fromEntries(own)),
  }
}

export function classesOf(judgements: Judgements) {
  return Object.fromEntries(
    judgements.flatMap(({ target, predicted }) =>
      predicted ? [[`predicted:${target.id}`, predicted] as const] : [],
    ),
  )
}
