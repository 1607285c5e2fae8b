import { Pause, Play, SlidersHorizontal } from 'lucide-react'
import { formatCount } from '../../shared/graph/format.ts'
import { runningRun } from '../state/run-store.ts'
import { useDocument, useRun, useSession, useStores } from '../state/stores.tsx'
import { Button, IconToggle } from '../ui/button.tsx'
import { settingsText, trainingOf } from './settings.ts'
import { shownRun } from './standing.ts'
import { resumeRun, startTraining, stopRun } from './train.ts'

/** Beside the tabs: what the next run would do, and the button that fits how things stand. */
export function TrainingBar() {
  const { session } = useStores()
  const training = useDocument(state => trainingOf(state.present))
  const shown = useRun(state => state.shown)
  const view = useSession(state => state.trainingView)
  return (
    <div className="training-bar">
      <Button
        look="quiet"
        small
        className="settings-text"
        tip="Change the settings of the next run"
        onPress={() => session.set({ trainingView: view === 'settings' ? 'run' : 'settings' })}
      >
        {settingsText(training)}
      </Button>
      {shown !== null && (
        <IconToggle
          small
          label="Settings of the next run"
          isOn={view === 'settings'}
          onChange={isOn => session.set({ trainingView: isOn ? 'settings' : 'run' })}
        >
          <SlidersHorizontal size={14} strokeWidth={1.5} />
        </IconToggle>
      )}
      <RunButton />
    </div>
  )
}

function RunButton() {
  const stores = useStores()
  const running = useRun(runningRun)
  const isStarting = useRun(state => state.isStarting)
  const run = shownRun(useRun(state => state))
  if (running !== null)
    return (
      <Button look="quiet" small onPress={() => void stopRun(stores, running)}>
        <Pause size={14} strokeWidth={1.5} />
        Pause
      </Button>
    )
  if (run && run.resumeStep !== null && run.standing !== 'failed')
    return (
      <Button
        look="quiet"
        small
        tip={`From step ${formatCount(run.resumeStep)}, where its last checkpoint is`}
        onPress={() => void resumeRun(stores, run.runId)}
      >
        <Play size={14} strokeWidth={1.5} />
        Resume
      </Button>
    )
  return (
    <Button look="quiet" small off={isStarting} onPress={() => void startTraining(stores)}>
      <Play size={14} strokeWidth={1.5} />
      Train
    </Button>
  )
}
