import { Tabs } from 'react-aria-components'
import { TabRow } from '../ui/tabs.tsx'
import './code-pane.css'

interface CodePaneProps {
  /** Only the row of tabs, where the window is too small for both inspector and code. */
  readonly isFolded?: boolean
}

export function CodePane({ isFolded = false }: CodePaneProps) {
  return (
    <section className="code-pane" aria-label="Code" data-region="code">
      <Tabs className="code-tabs">
        <div className="tab-bar">
          <TabRow label="Language" tabs={[{ id: 'typescript', label: 'TypeScript' }]} />
        </div>
      </Tabs>
      {!isFolded && <div className="code-body" />}
    </section>
  )
}
