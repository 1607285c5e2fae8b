// The toolbar's button: trains, or stops what trains.
import { Play, Square } from 'lucide-react'
import { keysText } from '../commands/command.ts'
import { runningRun } from '../state/run-store.ts'
import { useDocument, useRun, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { progressOf } from './progress.ts'
import { startTraining, stopRun, whyNoTraining } from './train.ts'

export function TrainButton() {
  const stores = useStores()
  const running = useRun(runningRun)
  const shown = useRun(state => state.shown)
  const done = useRun(state => Math.floor(progressOf(state.records).done * 100))
  // What stands in the way depends on the drawing and on the engine.
  const reason = useDocument(() => whyNoTraining(stores))
  useRun(state => state.engine)
  useRun(state => state.link)
  useRun(state => state.isStarting)
  if (running !== null)
    return (
      <Button onPress={() => void stopRun(stores, running)}>
        <Square size={12} strokeWidth={1.5} fill="currentColor" />
        Stop
        {shown === running && <span className="dim">{done} %</span>}
      </Button>
    )
  return (
    <Button
      look="primary"
      off={reason !== null}
      tip={reason ?? 'Train this drawing'}
      onPress={() => void startTraining(stores)}
    >
      <Play size={14} strokeWidth={1.5} fill="currentColor" />
      Train
      <kbd>{keysText('Ctrl+Enter')}</kbd>
    </Button>
  )
}
