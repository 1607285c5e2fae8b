import { Ellipsis, Moon, Redo2, Search, Sun, Undo2, Upload } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { setName } from '../../shared/document/edits.ts'
import { keysText } from '../commands/command.ts'
import { useCommands } from '../commands/command-context.tsx'
import { findCommand } from '../commands/commands.ts'
import { SavedNote } from '../files/saved-note.tsx'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { TrainButton } from '../training/train-button.tsx'
import { Button } from '../ui/button.tsx'
import { Logo } from '../ui/glyph.tsx'
import { Menu } from '../ui/menu.tsx'
import type { Width } from '../ui/use-width.ts'
import './toolbar.css'

export function Toolbar({ width }: { width: Width }) {
  return (
    <header className="toolbar" data-region="toolbar">
      <h1 className="visually-hidden">Layerloom</h1>
      <StartButton />
      <DocumentName />
      <span className="spring" />
      {width !== 'narrow' && <Find />}
      {width !== 'narrow' && <History />}
      {width !== 'narrow' && <ThemeButton />}
      {width !== 'narrow' && <ExportButton />}
      {width === 'narrow' && <MoreMenu />}
      <TrainButton />
    </header>
  )
}

function StartButton() {
  const { run } = useCommands()
  return (
    <Button
      look="quiet"
      iconOnly
      tip="Start from a template"
      keys={keysText('Ctrl+N') ?? ''}
      onPress={() => run('file.new')}
    >
      <Logo />
    </Button>
  )
}

function ExportButton() {
  const { run } = useCommands()
  return (
    <Button onPress={() => run('file.export')}>
      <Upload size={14} strokeWidth={1.5} />
      Export
    </Button>
  )
}

function DocumentName() {
  const { document } = useStores()
  const name = useDocument(state => state.present.name)
  const rename = (text: string) =>
    document.edit('Rename the network', current => setName(current, text.trim() || current.name))
  return (
    <div className="document-name">
      <input
        key={name}
        aria-label="Name of the network"
        defaultValue={name}
        size={Math.max(4, name.length)}
        spellCheck={false}
        onBlur={event => rename(event.target.value)}
        onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <SavedNote />
    </div>
  )
}

const inMenu = [
  ['edit.undo', 'edit.redo'],
  ['view.commands', 'view.theme'],
  ['file.open', 'file.save', 'file.export'],
]

/** What the bar of a narrow window has no room for. */
function MoreMenu() {
  const { run, context } = useCommands()
  // What can be undone changes with the drawing.
  useDocument(state => state.past.length * 2 + Math.sign(state.future.length))
  const groups = inMenu.map(ids => ({
    entries: ids.flatMap(id => {
      const command = findCommand(id)
      return command
        ? [{ id, label: command.label, isOff: command.whyNot?.(context()) != null }]
        : []
    }),
  }))
  return (
    <Menu
      label="More commands"
      trigger={
        <AriaButton className="button quiet icon-only" aria-label="More commands">
          <Ellipsis size={16} strokeWidth={1.5} />
        </AriaButton>
      }
      groups={groups}
      // The menu gives the focus back first.
      onChoose={id => requestAnimationFrame(() => run(id))}
    />
  )
}

function Find() {
  const { run } = useCommands()
  return (
    <button type="button" className="find" onClick={() => run('view.commands')}>
      <Search size={14} strokeWidth={1.5} />
      <span className="spring">Insert a layer, run a command</span>
      <kbd>{keysText('Ctrl+K')}</kbd>
    </button>
  )
}

function History() {
  const { run } = useCommands()
  const undo = useDocument(state => state.past[state.past.length - 1]?.label)
  const redo = useDocument(state => state.future[state.future.length - 1]?.label)
  return (
    <>
      <Button
        look="quiet"
        iconOnly
        off={undo === undefined}
        tip={undo === undefined ? 'Undo: nothing has been changed yet' : `Undo: ${undo}`}
        aria-label="Undo"
        keys={keysText('Ctrl+Z') ?? ''}
        onPress={() => run('edit.undo')}
      >
        <Undo2 size={16} strokeWidth={1.5} />
      </Button>
      <Button
        look="quiet"
        iconOnly
        off={redo === undefined}
        tip={redo === undefined ? 'Redo: nothing has been undone' : `Redo: ${redo}`}
        aria-label="Redo"
        keys={keysText('Ctrl+Shift+Z') ?? ''}
        onPress={() => run('edit.redo')}
      >
        <Redo2 size={16} strokeWidth={1.5} />
      </Button>
    </>
  )
}

function ThemeButton() {
  const { run } = useCommands()
  const theme = useSession(state => state.theme)
  const isDark =
    theme === 'dark' ||
    (theme === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  const Icon = isDark ? Moon : Sun
  return (
    <Button
      look="quiet"
      iconOnly
      tip={findCommand('view.theme')?.label ?? ''}
      onPress={() => run('view.theme')}
    >
      <Icon size={16} strokeWidth={1.5} />
    </Button>
  )
}
