import { runningRun } from '../state/run-store.ts'
import { startTraining, stopTraining } from '../training/train.ts'
import type { Command } from './command.ts'

export const trainCommands: readonly Command[] = [
  {
    id: 'train.start',
    label: 'Train this drawing',
    keys: ['Ctrl+Enter'],
    // It can always be given: it goes to the first mistake, or says what stands in the way.
    run: startTraining,
  },
  {
    id: 'train.stop',
    label: 'Stop the run',
    whyNot: ({ run }) => (runningRun(run.getState()) === null ? 'No run is training.' : null),
    run: stopTraining,
  },
  {
    id: 'train.settings',
    label: 'Change the training settings',
    run: ({ session }) =>
      session.set({ dockTab: 'training', trainingView: 'settings', page: 'training' }),
  },
  {
    id: 'train.runs',
    label: 'List the runs',
    run: ({ session }) => session.set({ dockTab: 'runs', page: 'training' }),
  },
]
