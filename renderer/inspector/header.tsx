import { problemWithId, rename, setNode } from '../../shared/document/edits.ts'
import { isId } from '../../shared/document/names.ts'
import type { DocumentNode } from '../../shared/document/types.ts'
import { type Stores, useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { type Family, Glyph } from '../ui/glyph.tsx'
import { say } from '../ui/toast.tsx'

interface HeaderProps {
  readonly node: DocumentNode
  readonly family: Family
  readonly subtitle: string
  readonly children?: React.ReactNode
}

export function Header({ node, family, subtitle, children }: HeaderProps) {
  const stores = useStores()
  const name = node.name ?? node.id
  return (
    <header className="inspector-header">
      <Glyph family={family} />
      <div className="spring">
        <input
          key={name}
          className="inspector-name"
          aria-label="Name"
          defaultValue={name}
          spellCheck={false}
          onBlur={event => giveName(stores, node, event.target.value.trim())}
          onKeyDown={event => {
            if (event.key === 'Enter') event.currentTarget.blur()
            if (event.key !== 'Escape') return
            event.currentTarget.value = name
            event.currentTarget.blur()
          }}
        />
        <span className="inspector-subtitle">{subtitle}</span>
      </div>
      {children}
    </header>
  )
}

/** A name that can be an id becomes the id; any other text is shown instead of it. */
function giveName(stores: Stores, node: DocumentNode, text: string): void {
  const { place } = currentDrawing(stores).scope
  if (text === '' || text === (node.name ?? node.id)) return
  if (!isId(text)) {
    stores.document.edit(`Rename ${node.id}`, document =>
      setNode(document, node.id, { name: text }, place),
    )
    return
  }
  const problem =
    text === node.id ? undefined : problemWithId(stores.document.getState().recorded, text, place)
  if (problem !== undefined) {
    say(problem)
    return
  }
  stores.document.edit(`Rename ${node.id}`, document =>
    setNode(rename(document, node.id, text, place), text, { name: undefined }, place),
  )
  stores.session.select([text])
}
