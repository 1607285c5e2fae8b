import { ArrowRight, Ungroup } from 'lucide-react'
import { useMemo } from 'react'
import { bodyAt } from '../../shared/document/body.ts'
import { setNode, setParam } from '../../shared/document/edits.ts'
import { isRepeat } from '../../shared/document/names.ts'
import type { DocumentNode, Json, NetworkDocument } from '../../shared/document/types.ts'
import { formatShape } from '../../shared/graph/format.ts'
import { useCommands } from '../commands/command-context.tsx'
import { whyNoDissolving } from '../state/blocks.ts'
import { counted } from '../state/cards.ts'
import { layersOf } from '../state/scope.ts'
import { useStores } from '../state/stores.tsx'
import { currentDrawing, useCard, useDrawing } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.tsx'
import { FreeFields } from './free-fields.tsx'
import { Header } from './header.tsx'
import type { FormActions } from './parameter-form.tsx'

/** `repeat` is no parameter of the block, but the person sets it in the same form. */
const repeatName = 'repeat of the block'

export function BlockInspector({ node }: { node: DocumentNode }) {
  const { session } = useStores()
  const scope = useDrawing(drawing => drawing.scope)
  const path = useDrawing(drawing => drawing.path)
  const card = useCard(node.id)
  const actions = useUseActions(node.id)
  const block = bodyAt(scope.document, node.block ?? null)
  const layers = layersOf(scope, node)
  const first = layers[0]?.inputShapes[0]
  const output = card?.outputs[0]?.shape
  const parameters = Object.entries(block?.parameters ?? {})
  const name = node.block
  return (
    <>
      <Header
        node={node}
        family="block"
        subtitle={`${name ?? 'no block'}${card?.repeat == null ? '' : `, ${card.repeat} times in a row`}`}
      >
        {name !== undefined && block && (
          <Button
            small
            keys="Enter"
            onPress={() => session.open([...path, { block: name, use: node.id }])}
          >
            Open block <kbd>Enter</kbd>
          </Button>
        )}
        <DissolveButton />
      </Header>
      <div className="in-out">
        {first && <span>{formatShape(first)}</span>}
        {first && <ArrowRight size={16} strokeWidth={1.5} />}
        <span>{output ? formatShape(output) : 'no shape'}</span>
        <span className="spring" />
        <span className="dim in-out-numbers">{counted(layers.length, 'layer')} inside</span>
      </div>
      <FreeFields
        entries={[
          {
            name: repeatName,
            label: 'Repeat',
            value: node.repeat,
            fallback: 1,
            note: noteOf(node.repeat, card?.repeat),
          },
          ...parameters.map(([parameter, fallback]) => ({
            name: parameter,
            label: parameter,
            value: node.params?.[parameter],
            fallback,
          })),
        ]}
        actions={actions}
      />
    </>
  )
}

function DissolveButton() {
  const stores = useStores()
  const { run } = useCommands()
  useDrawing(drawing => drawing.scope.document)
  const why = whyNoDissolving(stores)
  return (
    <Button
      small
      iconOnly
      tip={why ?? 'Dissolve block: put its layers in its place'}
      aria-label="Dissolve block"
      {...(why === null && { keys: 'Ctrl+Shift+G' })}
      off={why !== null}
      onPress={() => run('edit.dissolve')}
    >
      <Ungroup size={14} strokeWidth={1.5} />
    </Button>
  )
}

function noteOf(repeat: DocumentNode['repeat'], count: number | null | undefined) {
  return typeof repeat === 'string' && count != null ? String(count) : undefined
}

function useUseActions(id: string): FormActions {
  const stores = useStores()
  return useMemo(() => {
    const change = (name: string, value: Json | undefined) => (document: NetworkDocument) => {
      const { place } = currentDrawing(stores).scope
      if (name !== repeatName) return setParam(document, id, name, value, place)
      if (value !== undefined && !isRepeat(value)) return document
      return setNode(document, id, { repeat: value }, place)
    }
    return {
      preview: (name, value) => stores.document.preview(change(name, value)),
      commit: (name, value) => {
        if (name === repeatName && value !== undefined && !isRepeat(value))
          say('Repeat is a whole number of at least 0, or an expression such as “=depth”.')
        const what = name === repeatName ? 'repeat' : name
        stores.document.edit(`Set ${what} of ${id}`, change(name, value))
      },
      cancel: () => stores.document.cancel(),
    }
  }, [stores, id])
}
