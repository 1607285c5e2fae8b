import { runningRun } from '../state/run-store.ts'
import { firstError, startTraining, stopTraining, whyNoTraining } from '../training/train.ts'
import type { Command } from './command.ts'

export const trainCommands: readonly Command[] = [
  {
    id: 'train.start',
    label: 'Train this drawing',
    keys: ['Ctrl+Enter'],
    // With errors it goes to the first one, so it can always be pressed then.
    whyNot: context =>
      firstError(context.document.getState().recorded) ? null : whyNoTraining(context),
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
