import {
  Menu as AriaMenu,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import './menu.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly keys?: string
  readonly note?: string
  readonly isOff?: boolean
  readonly isOn?: boolean
  readonly icon?: React.ReactNode
}

interface MenuProps {
  readonly label: string
  /** The button that opens it. */
  readonly trigger: React.ReactNode
  readonly groups: readonly { readonly title?: string; readonly entries: readonly MenuEntry[] }[]
  readonly onChoose: (id: string) => void
}

export function Menu({ label, trigger, groups, onChoose }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="menu-popover" offset={4}>
        <MenuEntries label={label} groups={groups} onChoose={onChoose} />
      </Popover>
    </MenuTrigger>
  )
}

export function MenuEntries({ label, groups, onChoose }: Omit<MenuProps, 'trigger'>) {
  return (
    <AriaMenu aria-label={label} className="menu" onAction={key => onChoose(String(key))}>
      {groups.map((group, index) => (
        <MenuSection key={group.title ?? index} className="menu-section">
          {index > 0 && <Separator className="menu-line" />}
          {group.title && <Header className="menu-title">{group.title}</Header>}
          {group.entries.map(entry => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              isDisabled={entry.isOff ?? false}
              className={`menu-item${entry.isOn ? ' on' : ''}`}
            >
              {entry.icon}
              <span className="spring">{entry.label}</span>
              {entry.note && <span className="dim">{entry.note}</span>}
              {entry.keys && <kbd>{entry.keys}</kbd>}
            </MenuItem>
          ))}
        </MenuSection>
      ))}
    </AriaMenu>
  )
}
