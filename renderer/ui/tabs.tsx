// Tabs of our own: React Aria's panels look through everything in them at each change of the page for
// something to focus, which costs milliseconds an edit beside a code editor.
import './tabs.css'

export interface TabEntry<T extends string = string> {
  readonly id: T
  readonly label: string
  readonly count?: number
  /** A green dot: something is going on there. */
  readonly isLive?: boolean
}

interface TabRowProps<T extends string> {
  readonly label: string
  /** Begins the ids of tabs and panel; one row of that name in the page. */
  readonly name: string
  readonly tabs: readonly TabEntry<T>[]
  readonly selected: T
  readonly onSelect: (id: T) => void
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

export function TabRow<T extends string>(props: TabRowProps<T>) {
  const { label, name, tabs, selected, onSelect } = props
  function onKeyDown(event: React.KeyboardEvent<HTMLDivElement>): void {
    const index = tabs.findIndex(tab => tab.id === selected)
    const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? index + (steps[event.key] ?? 0)
    const next = tabs[(to + tabs.length) % tabs.length]
    if (!next || next.id === selected) return
    event.preventDefault()
    onSelect(next.id)
    event.currentTarget.querySelector<HTMLElement>(`#${tabId(name, next.id)}`)?.focus()
  }
  return (
    <div role="tablist" aria-label={label} className="tab-list" tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map(tab => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabId(name, tab.id)}
          aria-selected={tab.id === selected}
          aria-controls={tab.id === selected ? panelId(name) : undefined}
          tabIndex={tab.id === selected ? 0 : -1}
          className="tab"
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
          {tab.isLive && <span className="live-dot" />}
          {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}

interface TabPanelProps {
  readonly name: string
  readonly selected: string
  readonly className: string
  readonly children: React.ReactNode
}

/** What the selected tab shows. It scrolls, so the keyboard must reach it. */
export function TabPanel({ name, selected, className, children }: TabPanelProps) {
  return (
    <div
      role="tabpanel"
      id={panelId(name)}
      aria-labelledby={tabId(name, selected)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls takes the focus
      tabIndex={0}
      className={className}
    >
      {children}
    </div>
  )
}

function tabId(name: string, id: string): string {
  return `${name}-tab-${id}`
}

function panelId(name: string): string {
  return `${name}-panel`
}
