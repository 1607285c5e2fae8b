// Ctrl K: insert a layer, go to a card, run a command.
import { Search } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { CommandList } from '../state/session-store.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { useCommands } from './command-context.tsx'
import { type Suggestion, suggest } from './suggestions.ts'
import './command-palette.css'

export function CommandPalette() {
  const { session } = useStores()
  const list = useSession(state => state.commandList)
  const close = () => session.set({ commandList: null })
  return (
    <Dialog
      title="Insert a layer, run a command"
      hideTitle
      isOpen={list !== null}
      onClose={close}
      className="command-dialog"
    >
      {list && <Finder list={list} onClose={close} />}
    </Dialog>
  )
}

function Finder({ list, onClose }: { list: CommandList; onClose: () => void }) {
  const { context } = useCommands()
  const [query, setQuery] = useState(list.query)
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const groups = useMemo(() => suggest(context(), query, list.wire), [context, query, list.wire])
  const items = groups.flatMap(group => group.items)
  const active = items[Math.min(chosen, items.length - 1)]

  function choose(item: Suggestion | undefined, isAlone: boolean): void {
    if (!item) return
    onClose()
    // The dialog gives the focus back first.
    requestAnimationFrame(() => item.run(isAlone))
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && items.length > 0) {
      setChosen((Math.min(chosen, items.length - 1) + step + items.length) % items.length)
      event.preventDefault()
    } else if (event.key === 'Enter') {
      choose(active, event.shiftKey)
      event.preventDefault()
    }
  }
  return (
    <>
      <div className="command-query">
        <Search size={16} strokeWidth={1.75} />
        <input
          // biome-ignore lint/a11y/noAutofocus: the person asked for this field
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? `${listId} ${active.id}` : undefined}
          aria-label="Insert a layer, run a command"
          placeholder="Type a layer, a card or a command"
          spellCheck={false}
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="command-list" id={listId} role="listbox" aria-label="Suggestions">
        {items.length === 0 && <p className="command-none">Nothing is called “{query.trim()}”.</p>}
        {groups.map(group => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="command-group">{group.title}</div>
            {group.items.map(item => (
              <Option
                key={item.id}
                id={`${listId} ${item.id}`}
                item={item}
                query={query}
                isActive={item === active}
                onChoose={isAlone => choose(item, isAlone)}
              />
            ))}
          </div>
        ))}
      </div>
      <footer className="command-keys">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Enter</kbd> insert
        </span>
        <span>
          <kbd>Shift Enter</kbd> without a wire
        </span>
        <span className="spring" />
        <span>&gt; commands</span>
        <span># cards</span>
      </footer>
    </>
  )
}

interface OptionProps {
  readonly id: string
  readonly item: Suggestion
  readonly query: string
  readonly isActive: boolean
  readonly onChoose: (isAlone: boolean) => void
}

function Option({ id, item, query, isActive, onChoose }: OptionProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, aria-activedescendant points here
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={isActive}
      className={`command-option${item.isOff ? ' off' : ''}`}
      onClick={event => onChoose(event.shiftKey)}
    >
      {item.family ? <Glyph family={item.family} /> : <span className="command-mark" />}
      <span className="command-label">
        <Marked text={item.label} query={query} />
        {item.detail && <small>{item.detail}</small>}
      </span>
      <span className="command-result">{item.result}</span>
      <span>{isActive && <kbd>Enter</kbd>}</span>
    </div>
  )
}

/** The part of the name that was typed. */
function Marked({ text, query }: { text: string; query: string }) {
  const word = query.replace(/^[>#]/, '').trim()
  const at = word === '' ? -1 : text.toLowerCase().indexOf(word.toLowerCase())
  if (at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <em>{text.slice(at, at + word.length)}</em>
      {text.slice(at + word.length)}
    </>
  )
}
