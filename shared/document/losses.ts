// `training.losses` is keyed by path ids, so it follows when nodes of the document change their ids.
import type { NetworkDocument } from './types.ts'

/** Renames the first part of each key; null drops the entry. */
export function renameLosses(
  document: NetworkDocument,
  edit: (id: string) => string | null,
): NetworkDocument {
  const losses = document.training?.losses
  if (!document.training || !losses) return document
  const keys = Object.keys(losses)
  const renamed = keys.map(key => {
    const end = key.search(/[/:]/)
    const first = end < 0 ? key : key.slice(0, end)
    const next = edit(first)
    return next === null ? null : next + key.slice(first.length)
  })
  if (renamed.every((key, index) => key === keys[index])) return document
  const entries = keys.flatMap((key, index) => {
    const name = renamed[index]
    const loss = losses[key]
    return name != null && loss ? [[name, loss] as const] : []
  })
  const { losses: _, ...rest } = document.training
  const kept = entries.length === 0 ? rest : { ...rest, losses: Object.fromEntries(entries) }
  return { ...document, training: kept }
}
