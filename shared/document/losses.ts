// `training.losses` is keyed by path ids, so it follows when nodes of the document change their ids.
import type { NetworkDocument, OutputLoss } from './types.ts'

/** Renames the first part of each path id; null drops the entry. */
export function renameLosses(
  document: NetworkDocument,
  edit: (id: string) => string | null,
): NetworkDocument {
  return mapLosses(document, path => {
    const end = path.search(/[/:]/)
    const first = end < 0 ? path : path.slice(0, end)
    const next = edit(first)
    return next === null ? null : next + path.slice(first.length)
  })
}

/** Gives the outputs that the losses name other ids; null drops what is said of one. */
export function mapLosses(
  document: NetworkDocument,
  edit: (path: string) => string | null,
): NetworkDocument {
  const { training } = document
  const before = Object.entries(training?.losses ?? {})
  const after = before.flatMap(([key, loss]) => {
    const name = edit(key)
    return name === null ? [] : [[name, withAnswers(loss, edit)] as const]
  })
  const isSame =
    after.length === before.length &&
    after.every(([key, loss], at) => key === before[at]?.[0] && loss === before[at]?.[1])
  if (!training || isSame) return document
  const { losses: _, ...rest } = training
  const kept = after.length === 0 ? rest : { ...rest, losses: Object.fromEntries(after) }
  return { ...document, training: kept }
}

function withAnswers(loss: OutputLoss, edit: (path: string) => string | null): OutputLoss {
  const { answersOf, ...rest } = loss
  const next = answersOf === undefined ? undefined : edit(answersOf)
  if (next === answersOf) return loss
  return next == null ? rest : { ...rest, answersOf: next }
}
