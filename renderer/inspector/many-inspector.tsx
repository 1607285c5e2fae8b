import type { DocumentNode } from '../../shared/document/types.ts'
import { formatCount, formatShort } from '../../shared/graph/format.ts'
import { findLayer } from '../../shared/layers/index.ts'
import { useCommands } from '../commands/command-context.tsx'
import { whyNoGroup } from '../state/blocks.ts'
import { useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { commonEntries } from './entries.ts'
import { ParameterForm } from './parameter-form.tsx'
import { useFormActions } from './use-form-actions.ts'

export function ManyInspector({ nodes }: { nodes: readonly DocumentNode[] }) {
  const cards = useDrawing(drawing => drawing.cards)
  const actions = useFormActions(nodes.map(node => node.id))
  const declarations = nodes.flatMap(node => findLayer(node.type) ?? [])
  const entries = declarations.length === nodes.length ? commonEntries(declarations, nodes) : []
  const chosen = nodes.flatMap(node => cards.get(node.id) ?? [])
  const parameters = chosen.reduce((sum, card) => sum + card.parameterCount, 0)
  const macs = chosen.reduce((sum, card) => sum + card.macCount, 0)
  return (
    <>
      <header className="inspector-header">
        <div className="spring">
          <h2 className="inspector-title">{nodes.length} layers</h2>
          <span className="inspector-subtitle">
            {formatCount(parameters)} parameters, {formatShort(macs)} MACs together
          </span>
        </div>
        <GroupButton />
      </header>
      {entries.length > 0 ? (
        <ParameterForm entries={entries} actions={actions} />
      ) : (
        <p className="inspector-help">These layers have no parameter in common.</p>
      )}
    </>
  )
}

function GroupButton() {
  const stores = useStores()
  const { run } = useCommands()
  const why = whyNoGroup(stores)
  return (
    <Button
      small
      off={why !== null}
      keys="Ctrl+G"
      tip={why ?? 'A part of the network with a name, to be used several times'}
      onPress={() => run('edit.group')}
    >
      Make a block
    </Button>
  )
}
