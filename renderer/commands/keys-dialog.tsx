// Every command with its keys, from the one list of commands.
import { useSession, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { keysText } from './command.ts'
import { commands } from './commands.ts'
import './keys-dialog.css'

const groups = [
  ['file', 'File'],
  ['edit', 'Edit'],
  ['view', 'View and drawing'],
  ['train', 'Training'],
] as const

/** What is no command because it acts on the card that has the focus. */
const onCards: readonly (readonly [string, readonly string[]])[] = [
  ['Follow the wires from card to card', ['←', '↑', '↓', '→']],
  ['Extend the selection on the way', ['Shift ←', 'Shift ↑', 'Shift ↓', 'Shift →']],
]

export function KeysDialog() {
  const { session } = useStores()
  const isOpen = useSession(state => state.dialog === 'keys')
  const close = () => session.set({ dialog: null })
  return (
    <Dialog title="Commands and keys" isOpen={isOpen} onClose={close} className="ask keys-dialog">
      <div className="keys-groups">
        {groups.map(([id, title]) => (
          <Group
            key={id}
            title={title}
            rows={commands
              .filter(command => command.id.startsWith(`${id}.`))
              .map(command => [
                command.label,
                (command.keys ?? []).flatMap(keys => keysText(keys) ?? []),
              ])}
          />
        ))}
        <Group title="On the cards" rows={onCards} />
      </div>
      <div className="ask-buttons">
        <span className="spring" />
        <Button onPress={close}>Close</Button>
      </div>
    </Dialog>
  )
}

interface GroupProps {
  readonly title: string
  readonly rows: readonly (readonly [string, readonly string[]])[]
}

function Group({ title, rows }: GroupProps) {
  return (
    <section className="keys-group">
      <h3>{title}</h3>
      <dl>
        {rows.map(([label, keys]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map(text => (
                <kbd key={text}>{text}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
