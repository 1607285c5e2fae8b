// Other ways to write the selected layer that compute the same, folded away until they are wanted.
import type { DocumentNode } from '../../shared/document/types.ts'
import { rewritesFor } from '../../shared/graph/rewrites/index.ts'
import { useDocument, useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { Section } from './section.tsx'

export function Rewrites({ node }: { node: DocumentNode }) {
  return (
    <Section title="Rewrite" startsOpen={false}>
      <Choices node={node} />
    </Section>
  )
}

function Choices({ node }: { node: DocumentNode }) {
  const { document, session } = useStores()
  const present = useDocument(state => state.present)
  const place = useDrawing(drawing => drawing.scope.place)
  const rewrites = rewritesFor(present, node.id, place)
  if (rewrites.length === 0)
    return <p className="inspector-help">There is no other way to write this layer here.</p>
  return (
    <ul className="rewrites">
      {rewrites.map(({ id, label, isExact, note, document: next }) => (
        <li key={id}>
          <Button
            small
            onPress={() => {
              document.edit(label, () => next)
              session.select([])
            }}
          >
            {label}
          </Button>
          <span className="dim">
            <b>{isExact ? 'Same function.' : 'Another function.'}</b> {note}
          </span>
        </li>
      ))}
    </ul>
  )
}
