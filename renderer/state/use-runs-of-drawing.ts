// Which runs trained the network that is drawn now: only their weights belong to it.
import { useEffect, useState } from 'react'
import { parseDocumentValue } from '../../shared/document/parse.ts'
import type { Block, Json, NetworkDocument } from '../../shared/document/types.ts'
import type { RunSummary } from '../../shared/rpc/engine-contract.ts'
import { useDocument, useRun, useStores } from './stores.tsx'

/** Of the newest runs of that name so many are looked into. */
const most = 24

export interface RunsOfDrawing {
  /** Newest first; null until the engine has answered. */
  readonly own: readonly RunSummary[] | null
  /** Of other networks, and of this one with other layers. */
  readonly others: readonly RunSummary[]
}

export function useRunsOfDrawing(): RunsOfDrawing {
  const { link } = useStores()
  const drawn = useDocument(state => state.recorded)
  const runs = useRun(state => state.runs)
  const [own, setOwn] = useState<ReadonlySet<string> | null>(null)
  useEffect(() => {
    let isShown = true
    const wanted = weightsText(drawn)
    const named = runs.filter(run => run.step > 0 && run.name === drawn.name).slice(0, most)
    async function compare({ runId }: RunSummary): Promise<readonly string[]> {
      try {
        const details = await link?.engine.runs.get({ runId })
        if (!details) return []
        const { document } = parseDocumentValue(details.document)
        return weightsText(document) === wanted ? [runId] : []
      } catch {
        // A run that cannot be read has no weights to take.
        return []
      }
    }
    void Promise.all(named.map(compare)).then(found => isShown && setOwn(new Set(found.flat())))
    return () => {
      isShown = false
    }
  }, [link, drawn, runs])
  const trained = runs.filter(run => run.step > 0)
  return {
    own: own && trained.filter(run => own.has(run.runId)),
    others: own ? trained.filter(run => !own.has(run.runId)) : [],
  }
}

/** What decides which weights there are and what they mean; places, names shown and training do not. */
export function weightsText(document: NetworkDocument): string {
  const { blocks = {} } = document
  const names = Object.keys(blocks).sort()
  return JSON.stringify([bodyOf(document), names.map(name => [name, bodyOf(blocks[name])])])
}

function bodyOf(body: Block | undefined): Json {
  if (!body) return null
  const nodes = body.nodes.map(({ position: _, name: __, ...node }) => ordered(node))
  const edges = body.edges.map(ordered)
  // The order of the inputs of a merge is that of its wires, so it counts.
  return [ordered(body.parameters ?? {}), nodes, edges]
}

/** The same values give the same text, in whatever order they were written. */
function ordered(value: unknown): Json {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value as Json
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, ordered(part)]),
  )
}
