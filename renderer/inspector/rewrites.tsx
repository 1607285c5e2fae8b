// Other ways to write the selected layer that compute the same, folded away until they are wanted.
import { useState } from 'react'
import type { DocumentNode } from '../../shared/document/types.ts'
import { rewritesFor } from '../../shared/graph/rewrites/index.ts'
import type { Rewrite } from '../../shared/graph/rewrites/rewrite.ts'
import { isRpcError } from '../../shared/rpc/rpc-error.ts'
import { refreshRuns } from '../rpc/follow-runs.ts'
import { type Stores, useDocument, useStores } from '../state/stores.tsx'
import { currentDrawing, useDrawing } from '../state/use-drawing.ts'
import { useRunsOfDrawing } from '../state/use-runs-of-drawing.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.tsx'
import { Section } from './section.tsx'

export function Rewrites({ node }: { node: DocumentNode }) {
  return (
    <Section title="Rewrite" startsOpen={false}>
      <Choices node={node} />
    </Section>
  )
}

function Choices({ node }: { node: DocumentNode }) {
  const stores = useStores()
  const present = useDocument(state => state.present)
  const place = useDrawing(drawing => drawing.scope.place)
  const [run] = useRunsOfDrawing().own ?? []
  const [isBusy, setBusy] = useState(false)
  const rewrites = rewritesFor(present, node.id, place)
  if (rewrites.length === 0)
    return <p className="inspector-help">There is no other way to write this layer here.</p>
  const carry = (rewrite: Rewrite, runId: string) => {
    setBusy(true)
    void rewriteWithRun(stores, rewrite, node.id, runId).finally(() => setBusy(false))
  }
  return (
    <ul className="rewrites">
      {rewrites.map(rewrite => (
        <li key={rewrite.id}>
          <Button small onPress={() => take(stores, rewrite)}>
            {rewrite.label}
          </Button>
          {run && rewrite.weights !== null && (
            <Button
              small
              off={isBusy}
              aria-label={`${rewrite.label}. The same, with the weights of ${run.runId}`}
              onPress={() => carry(rewrite, run.runId)}
            >
              The same, with the weights of {run.runId}
            </Button>
          )}
          <span className="dim">
            <b>{rewrite.isExact ? 'Same function.' : 'Another function.'}</b> {rewrite.note}
          </span>
        </li>
      ))}
    </ul>
  )
}

function take({ document, session }: Stores, { label, document: next }: Rewrite): void {
  document.edit(label, () => next)
  session.select([])
}

/** First the run, which may be refused; then the drawing, unless it was changed meanwhile. */
async function rewriteWithRun(
  stores: Stores,
  rewrite: Rewrite,
  id: string,
  runId: string,
): Promise<void> {
  const { link, run } = stores
  if (!link) return
  const before = stores.document.getState().recorded
  const node = currentDrawing(stores).scope.prefix + id
  try {
    const made = await link.engine.runs.rewrite({ runId, node, rule: rewrite.id })
    if (stores.document.getState().recorded === before) take(stores, rewrite)
    await refreshRuns(link, run)
    run.show(made.runId)
    say(`${made.runId} is this drawing with what ${runId} has learnt.`)
  } catch (thrown) {
    say(isRpcError(thrown) ? thrown.message : String(thrown), { tone: 'error' })
  }
}
