// Layers, blocks and the outline of the drawing; what can be put onto the canvas is dragged from here.
import { Search } from 'lucide-react'
import { useState } from 'react'
import { allLayers } from '../../shared/layers/index.ts'
import { blockParts } from '../../templates/blocks.ts'
import { insertAfterSelection, newLayer, newPart, newUse } from '../state/editing.ts'
import type { PaletteTab } from '../state/session-store.ts'
import { type Stores, useDocument, useSession, useStores } from '../state/stores.tsx'
import { currentDrawing, useDrawing } from '../state/use-drawing.ts'
import { TabPanel, TabRow } from '../ui/tabs.tsx'
import { BlockList, blocksFor } from './block-list.tsx'
import { LayerList, layersFor } from './layer-list.tsx'
import { cardsFor, Outline } from './outline.tsx'
import { partsFor } from './part-list.tsx'
import './palette.css'

const tabs = [
  { id: 'layers', label: 'Layers' },
  { id: 'blocks', label: 'Blocks' },
  { id: 'outline', label: 'Outline' },
] as const

export function Palette() {
  const stores = useStores()
  const { session } = stores
  const tab = useSession(state => state.paletteTab)
  const [filter, setFilter] = useState('')
  const blocks = useDocument(state => Object.keys(state.present.blocks ?? {}).length)
  const cards = useDrawing(drawing => drawing.cards.size)
  const counts = { layers: allLayers.length, blocks: blocks + blockParts.length, outline: cards }
  return (
    <section className="palette" data-region="palette" aria-label="Palette" onKeyDown={walkEntries}>
      <div className="tab-bar">
        <TabRow
          label="Palette"
          name="palette"
          tabs={tabs}
          selected={tab}
          onSelect={id => session.set({ paletteTab: id })}
        />
      </div>
      <label className="palette-filter">
        <Search size={14} strokeWidth={1.5} />
        <input
          type="search"
          aria-label="Filter"
          placeholder={`Filter ${counts[tab]} ${tab === 'outline' ? 'cards' : tab}`}
          value={filter}
          onChange={event => setFilter(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Escape') setFilter('')
            if (event.key === 'Enter' && filter.trim() !== '') takeFirst(stores, tab, filter)
          }}
        />
        <kbd>/</kbd>
      </label>
      <TabPanel name="palette" selected={tab} className="palette-list">
        {tab === 'layers' && <LayerList filter={filter} />}
        {tab === 'blocks' && <BlockList filter={filter} />}
        {tab === 'outline' && <Outline filter={filter} />}
      </TabPanel>
    </section>
  )
}

/** Enter in the filter: what stands first in the list below it. */
function takeFirst(stores: Stores, tab: PaletteTab, filter: string): void {
  const [part] = partsFor(filter)
  if (tab === 'layers') {
    const layer = layersFor(filter)[0]?.layers[0]
    const node = layer ? newLayer(layer.type) : part && newPart(part)
    if (node) insertAfterSelection(stores, node)
  } else if (tab === 'blocks') {
    const [name] = blocksFor(stores.document.getState().present, filter)[0] ?? []
    const node = name !== undefined ? newUse(name) : part && newPart(part)
    if (node) insertAfterSelection(stores, node)
  } else {
    const [card] = cardsFor(currentDrawing(stores).cards.values(), filter)
    if (card) stores.session.show(card.id)
  }
}

/** Up and down go from the filter into the list, through it and back. */
function walkEntries(event: React.KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const stops = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('.palette-filter input, .palette-item'),
  ]
  const at = stops.indexOf(event.target as HTMLElement)
  const next = at < 0 || step === 0 ? undefined : stops[at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
