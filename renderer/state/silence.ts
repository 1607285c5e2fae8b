// Putting a warning or a hint aside, with the reason in the file, and hearing it again.
import { findNode } from '../../shared/document/body.ts'
import { setNode } from '../../shared/document/edits.ts'
import type { Definition, Problem } from '../../shared/graph/network.ts'
import type { Stores } from './stores.tsx'

/** Where a problem's node is written; null for errors and for problems of the whole network. */
export function placeToSilence(problem: Problem): Definition | null {
  if (problem.severity === 'error' || problem.node === null) return null
  if (problem.code === 'idle-silence') return null
  return problem.in ?? { block: null, id: problem.node }
}

export function silence(stores: Stores, problem: Problem, reason: string): void {
  change(stores, problem, `Silence ${problem.code}`, known => ({
    ...known,
    [problem.code]: reason,
  }))
}

export function hear(stores: Stores, problem: Problem): void {
  change(stores, problem, `Hear ${problem.code} again`, known => {
    const { [problem.code]: _, ...rest } = known
    return rest
  })
}

type Silences = Readonly<Record<string, string>>

function change(
  { document }: Stores,
  problem: Problem,
  what: string,
  edit: (known: Silences) => Silences,
): void {
  const place = placeToSilence(problem)
  if (!place) return
  document.edit(what, present => {
    const silenced = edit(findNode(present, place.id, place.block)?.silenced ?? {})
    const fields = { silenced: Object.keys(silenced).length > 0 ? silenced : undefined }
    return setNode(present, place.id, fields, place.block)
  })
}
