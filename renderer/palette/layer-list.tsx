import { newLayer } from '../state/editing.ts'
import { layerGroups } from '../state/families.ts'
import { useSession } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { PaletteGroup } from './palette-group.tsx'
import { PaletteItem } from './palette-item.tsx'
import { PartList, partsFor } from './part-list.tsx'

/** What the list shows for a filter, in its order. */
export function layersFor(filter: string) {
  const word = filter.trim().toLowerCase()
  return layerGroups
    .map(group => ({
      ...group,
      layers: group.layers.filter(({ type, label }) =>
        `${type} ${label} ${group.title}`.toLowerCase().includes(word),
      ),
    }))
    .filter(group => group.layers.length > 0)
}

export function LayerList({ filter }: { filter: string }) {
  const selected = useSelectedType()
  const word = filter.trim()
  const groups = layersFor(filter)
  if (groups.length === 0 && partsFor(filter).length === 0)
    return <p className="empty-note">No layer is called “{filter.trim()}”.</p>
  const layers = groups.map(({ group, title, family, layers }) => (
    <PaletteGroup key={group} title={title} count={layers.length} isForced={word !== ''}>
      {layers.map(layer => (
        <PaletteItem
          key={layer.type}
          node={newLayer(layer.type)}
          label={layer.type}
          family={family}
          help={layer.help}
          isOn={selected === layer.type}
        />
      ))}
    </PaletteGroup>
  ))
  return (
    <>
      {layers}
      <PartList filter={filter} title="Blocks" />
    </>
  )
}

/** The palette follows the selection, so that a card's kind is found again. */
function useSelectedType(): string | undefined {
  const selection = useSession(state => state.selection)
  const [first] = selection
  return useDrawing(drawing =>
    first !== undefined && selection.size === 1 ? drawing.cards.get(first)?.type : undefined,
  )
}
