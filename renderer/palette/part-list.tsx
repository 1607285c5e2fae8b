// Blocks of the field, ready to be used: a use brings its definition into the document.
import { type BlockPart, blockParts } from '../../templates/blocks.ts'
import { newPart } from '../state/editing.ts'
import { PaletteGroup } from './palette-group.tsx'
import { PaletteItem } from './palette-item.tsx'

/** What the list shows for a filter, in its order. */
export function partsFor(filter: string): readonly BlockPart[] {
  const word = filter.trim().toLowerCase()
  return blockParts.filter(({ name, title }) =>
    `${name} ${title} blocks`.toLowerCase().includes(word),
  )
}

export function PartList({ filter, title }: { filter: string; title: string }) {
  const parts = partsFor(filter)
  if (parts.length === 0) return null
  return (
    <PaletteGroup title={title} count={parts.length} isForced={filter.trim() !== ''}>
      <PartItems parts={parts} />
    </PaletteGroup>
  )
}

interface PartItemsProps {
  readonly parts?: readonly BlockPart[]
  readonly onInsert?: () => void
}

export function PartItems({ parts = blockParts, onInsert }: PartItemsProps) {
  return parts.map(part => (
    <PaletteItem
      key={part.name}
      node={newPart(part)}
      label={part.title}
      family="block"
      help={part.help}
      {...(onInsert && { onInsert })}
    />
  ))
}
