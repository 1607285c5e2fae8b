// Layers, blocks and the outline of the drawing; what can be put onto the canvas is dragged from here.
import { Search } from 'lucide-react'
import { useState } from 'react'
import { allLayers } from '../../shared/layers/index.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { useDrawing } from '../state/use-drawing.ts'
import { TabPanel, TabRow } from '../ui/tabs.tsx'
import { BlockList } from './block-list.tsx'
import { LayerList } from './layer-list.tsx'
import { Outline } from './outline.tsx'
import './palette.css'

const tabs = [
  { id: 'layers', label: 'Layers' },
  { id: 'blocks', label: 'Blocks' },
  { id: 'outline', label: 'Outline' },
] as const

export function Palette() {
  const { session } = useStores()
  const tab = useSession(state => state.paletteTab)
  const [filter, setFilter] = useState('')
  const blocks = useDocument(state => Object.keys(state.present.blocks ?? {}).length)
  const cards = useDrawing(drawing => drawing.cards.size)
  const counts = { layers: allLayers.length, blocks, outline: cards }
  return (
    <section className="palette" data-region="palette" aria-label="Palette">
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
          onKeyDown={event => event.key === 'Escape' && setFilter('')}
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
