import { Tab, TabList } from 'react-aria-components'
import './tabs.css'

export interface TabEntry {
  readonly id: string
  readonly label: string
  readonly count?: number
  /** A green dot: something is going on there. */
  readonly isLive?: boolean
}

/** The row of tabs; stands inside React Aria's `Tabs`, beside its panels. */
export function TabRow({ label, tabs }: { label: string; tabs: readonly TabEntry[] }) {
  return (
    <TabList aria-label={label} className="tab-list">
      {tabs.map(tab => (
        <Tab key={tab.id} id={tab.id} className="tab">
          {tab.label}
          {tab.isLive && <span className="live-dot" />}
          {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
        </Tab>
      ))}
    </TabList>
  )
}
