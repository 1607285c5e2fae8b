// Whose weights a layer uses: its own, or those of another layer of its type.
import { sharersOf, shareWeightsWith, unshareWeights } from '../../shared/document/share-weights.ts'
import type { DocumentNode } from '../../shared/document/types.ts'
import type { Layer } from '../../shared/graph/network.ts'
import { useStores } from '../state/stores.tsx'
import { currentDrawing, useDrawing } from '../state/use-drawing.ts'
import { Select } from '../ui/select.tsx'
import { Section } from './section.tsx'

const none = 'none: its own weights'

export function SharedWeights({ node, layer }: { node: DocumentNode; layer: Layer | undefined }) {
  const stores = useStores()
  const scope = useDrawing(drawing => drawing.scope)
  const others = scope.body.nodes.filter(({ id, type }) => type === node.type && id !== node.id)
  const sharers = sharersOf(scope.document, node.id, scope.place)
  const hasWeights = Object.keys(layer?.weights ?? {}).length > 0
  if (!hasWeights || (others.length === 0 && node.sharedWeights === undefined)) return null
  const set = (other: string) => {
    const { place } = currentDrawing(stores).scope
    if (other === none)
      stores.document.edit(`Give ${node.id} weights of its own`, document =>
        unshareWeights(document, node.id, place),
      )
    else
      stores.document.edit(`Share the weights of ${other} with ${node.id}`, document =>
        shareWeightsWith(document, node.id, other, place),
      )
  }
  const [first] = sharers
  const names = sharers.map(({ id }) => id).join(', ')
  const note = node.sharedWeights === undefined ? 'none' : names || node.sharedWeights
  return (
    <Section title="Shared weights" startsOpen={node.sharedWeights !== undefined} note={note}>
      <p className="inspector-help">
        One set of weights at several places, as of a siamese network: counted once, computed at
        each, learned from all of them together. The shapes must agree.
      </p>
      <Select
        label="Shares its weights with"
        options={[none, ...others.map(({ id }) => id)]}
        value={node.sharedWeights === undefined ? none : (first?.id ?? null)}
        placeholder={node.sharedWeights ?? ''}
        onChange={set}
      />
    </Section>
  )
}
