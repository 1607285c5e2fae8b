import type { Block, Json, NetworkDocument } from '../../shared/document/types.ts'
import { newUse } from '../state/editing.ts'
import { useDocument, useStores } from '../state/stores.tsx'
import { PaletteGroup } from './palette-group.tsx'
import { PaletteItem } from './palette-item.tsx'
import { PartList } from './part-list.tsx'

/** What the list shows for a filter, in its order. */
export function blocksFor(document: NetworkDocument, filter: string) {
  const word = filter.trim().toLowerCase()
  return Object.entries(document.blocks ?? {}).filter(([name]) => name.toLowerCase().includes(word))
}

export function BlockList({ filter }: { filter: string }) {
  const document = useDocument(state => state.present)
  const word = filter.trim()
  const blocks = blocksFor(document, filter)
  const parameters = Object.entries(document.parameters ?? {})
  return (
    <>
      <PaletteGroup title="In this network" count={blocks.length}>
        {blocks.length === 0 && (
          <p className="empty-note">
            {word === ''
              ? 'No blocks yet. A block is a part of a network that can be used several times.'
              : `No block is called “${filter.trim()}”.`}
          </p>
        )}
        {blocks.map(([name, block]) => (
          <BlockItem key={name} name={name} block={block} uses={usesOf(document, name)} />
        ))}
      </PaletteGroup>
      <PartList filter={filter} title="Ready-made" />
      {parameters.length > 0 && (
        <PaletteGroup title="Network parameters" count={parameters.length}>
          {parameters.map(([name, value]) => (
            <div key={name} className="palette-parameter">
              <span>{name}</span>
              <span className="dim">{shown(value)}</span>
            </div>
          ))}
        </PaletteGroup>
      )}
    </>
  )
}

function BlockItem({ name, block, uses }: { name: string; block: Block; uses: number }) {
  const { session } = useStores()
  const parameters = Object.keys(block.parameters ?? {})
  const layers = block.nodes.filter(node => !/^block(In|Out)put$/.test(node.type)).length
  return (
    <>
      <PaletteItem
        node={newUse(name)}
        label={name}
        family="block"
        help={`Drag it onto the canvas to use it. ${layers} layers.`}
        note={`used ${uses}×`}
      />
      <div className="palette-detail">
        {parameters.length > 0 && <div>{parameters.join(', ')}</div>}
        <button type="button" onClick={() => session.open([{ block: name, use: null }])}>
          {layers} layers, open
        </button>
      </div>
    </>
  )
}

function usesOf(document: NetworkDocument, name: string): number {
  const bodies: readonly Block[] = [document, ...Object.values(document.blocks ?? {})]
  return bodies.flatMap(body => body.nodes).filter(node => node.block === name).length
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
