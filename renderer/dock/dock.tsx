// The panels below the canvas, one at a time.
import { TabPanel, Tabs } from 'react-aria-components'
import { CostsPanel } from '../costs/costs-panel.tsx'
import { ProblemActions, ProblemsPanel } from '../problems/problems-panel.tsx'
import { runningRun } from '../state/run-store.ts'
import type { DockTab } from '../state/session-store.ts'
import { useRun, useSession, useStores } from '../state/stores.tsx'
import { useNetwork } from '../state/use-drawing.ts'
import { DataPanel } from '../training/data-panel.tsx'
import { RunsPanel } from '../training/runs-panel.tsx'
import { TrainingBar } from '../training/training-bar.tsx'
import { TrainingPanel } from '../training/training-panel.tsx'
import { type TabEntry, TabRow } from '../ui/tabs.tsx'
import './dock.css'

export function Dock() {
  const { session } = useStores()
  const tab = useSession(state => state.dockTab)
  const problems = useNetwork().problems.length
  const runs = useRun(state => state.runs.length)
  const isTraining = useRun(state => runningRun(state) !== null)
  const tabs: readonly TabEntry[] = [
    { id: 'training', label: 'Training', isLive: isTraining },
    { id: 'costs', label: 'Costs' },
    { id: 'problems', label: 'Problems', count: problems },
    { id: 'runs', label: 'Runs', count: runs },
    { id: 'data', label: 'Data' },
  ]
  return (
    <Tabs
      className="dock"
      data-region="dock"
      selectedKey={tab}
      onSelectionChange={key => session.set({ dockTab: key as DockTab })}
    >
      <div className="tab-bar">
        <TabRow label="Lower panel" tabs={tabs} />
        <span className="spring" />
        {tab === 'problems' && <ProblemActions />}
        {tab === 'training' && <TrainingBar />}
      </div>
      <TabPanel id="training" className="dock-panel">
        <TrainingPanel />
      </TabPanel>
      <TabPanel id="costs" className="dock-panel">
        <CostsPanel />
      </TabPanel>
      <TabPanel id="problems" className="dock-panel">
        <ProblemsPanel />
      </TabPanel>
      <TabPanel id="runs" className="dock-panel">
        <RunsPanel />
      </TabPanel>
      <TabPanel id="data" className="dock-panel">
        <DataPanel />
      </TabPanel>
    </Tabs>
  )
}
