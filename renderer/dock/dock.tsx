// The panels below the canvas, one at a time.
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
import { type TabEntry, TabPanel, TabRow } from '../ui/tabs.tsx'
import './dock.css'

export function Dock() {
  const { session } = useStores()
  const tab = useSession(state => state.dockTab)
  const problems = useNetwork(network => network.problems.length)
  const runs = useRun(state => state.runs.length)
  const isTraining = useRun(state => runningRun(state) !== null)
  const tabs: readonly TabEntry<DockTab>[] = [
    { id: 'training', label: 'Training', isLive: isTraining },
    { id: 'costs', label: 'Costs' },
    { id: 'problems', label: 'Problems', count: problems },
    { id: 'runs', label: 'Runs', count: runs },
    { id: 'data', label: 'Data' },
  ]
  return (
    <section className="dock" data-region="dock" aria-label="Lower panel">
      <div className="tab-bar">
        <TabRow
          label="Lower panel"
          name="dock"
          tabs={tabs}
          selected={tab}
          onSelect={id => session.set({ dockTab: id })}
        />
        <span className="spring" />
        {tab === 'problems' && <ProblemActions />}
        {tab === 'training' && <TrainingBar />}
      </div>
      <TabPanel name="dock" selected={tab} className="dock-panel">
        {panels[tab]}
      </TabPanel>
    </section>
  )
}

const panels: Readonly<Record<DockTab, React.ReactNode>> = {
  training: <TrainingPanel />,
  costs: <CostsPanel />,
  problems: <ProblemsPanel />,
  runs: <RunsPanel />,
  data: <DataPanel />,
}
