import type { NewPart } from '../../shared/document/bring.ts'
import { insertAfterSelection } from '../state/editing.ts'
import { useStores } from '../state/stores.tsx'
import { nodeDragType } from '../ui/drag.ts'
import { type Family, Glyph } from '../ui/glyph.tsx'

interface PaletteItemProps {
  readonly node: NewPart
  readonly label: string
  readonly family: Family
  /** What it does, said on hover. */
  readonly help: string
  readonly note?: string
  readonly isOn?: boolean
  readonly onInsert?: () => void
}

/** Dragged onto the canvas; double click or Enter puts it behind the selected card. */
export function PaletteItem(props: PaletteItemProps) {
  const { node, label, family, help, note, isOn = false, onInsert } = props
  const stores = useStores()
  const insert = () => {
    insertAfterSelection(stores, node)
    onInsert?.()
  }
  return (
    <button
      type="button"
      className={`palette-item${isOn ? ' on' : ''}`}
      title={help}
      draggable
      onDragStart={event => {
        event.dataTransfer.setData(nodeDragType, JSON.stringify(node))
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onDoubleClick={insert}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        insert()
      }}
    >
      <Glyph family={family} small />
      <span className="spring">{label}</span>
      {note && <span className="tab-count">{note}</span>}
    </button>
  )
}
