import { formatCount, formatDuration } from '../../shared/graph/format.ts'
import { useRun, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import type { Progress } from './progress.ts'
import { type ShownRun, type Standing, shownRun } from './standing.ts'
import { resumeRun } from './train.ts'

export function ProgressColumn() {
  const run = shownRun(useRun(state => state))
  if (!run) return null
  const { progress, standing } = run
  return (
    <section className="progress" aria-label="Progress">
      <div className="progress-title">
        <b>{titleOf(standing, progress)}</b>
        <b>{progress.start ? `${Math.floor(progress.done * 100)} %` : ''}</b>
      </div>
      <Segments progress={progress} />
      <Ending run={run} />
      <Figures progress={progress} />
    </section>
  )
}

function titleOf(standing: Standing, progress: Progress): string {
  const epoch = `Epoch ${progress.epoch} of ${progress.epochs}`
  switch (standing) {
    case 'queued':
      return 'Waits for another run'
    case 'preparing':
      return progress.preparing?.what ?? 'Starting'
    case 'training':
      return epoch
    case 'finished':
      return 'Finished'
    case 'stopped':
      return `Stopped in epoch ${progress.epoch}`
    case 'failed':
      return 'Failed'
    case 'interrupted':
      return 'Interrupted'
  }
}

/** One bar per epoch as long as they can be told apart, else one for all. */
function Segments({ progress }: { progress: Progress }) {
  const { epochs, done, start, preparing } = progress
  const isPreparing = progress.phase === 'preparing' || progress.phase === 'waiting'
  const count = !isPreparing && epochs > 0 && epochs <= 20 ? epochs : 1
  const share = isPreparing ? (preparing?.done ?? 0) / Math.max(1, preparing?.total ?? 1) : done
  const fill = (index: number) => Math.min(1, Math.max(0, share * count - index))
  return (
    <div
      className="segments"
      role="progressbar"
      aria-label={isPreparing ? 'Preparation' : 'Training'}
      aria-valuenow={Math.floor(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={start ? `Epoch ${progress.epoch} of ${epochs}` : undefined}
    >
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place.
        <i key={index}>
          <i style={{ width: `${fill(index) * 100}%` }} />
        </i>
      ))}
    </div>
  )
}

/** Why it is over, where that needs a word; the way on stands beside the tabs, but for what failed. */
function Ending({ run }: { run: ShownRun }) {
  const stores = useStores()
  const { standing, message, resumeStep, runId } = run
  if (standing !== 'failed' && standing !== 'interrupted') return null
  return (
    <div className="ending">
      {message && <p className={standing === 'failed' ? 'field-message' : 'dim'}>{message}</p>}
      {standing === 'failed' && resumeStep !== null && (
        <Button
          small
          tip={`From step ${formatCount(resumeStep)}, where its last checkpoint is`}
          onPress={() => void resumeRun(stores, runId)}
        >
          Resume
        </Button>
      )}
    </div>
  )
}

/** The ends of the curves are other numbers: there the last steps count most. */
const meanings: Readonly<Record<string, string>> = {
  'Epoch loss': 'Mean over the steps of this epoch. The curve follows the last steps.',
  'Epoch accuracy': 'Mean over the steps of this epoch. The curve follows the last steps.',
  Validation: 'After the last whole epoch.',
}

function Figures({ progress }: { progress: Progress }) {
  const { start, examplesPerSecond, secondsLeft, loss, accuracy, valAccuracy, valLoss } = progress
  if (!start) return null
  const rows: readonly (readonly [string, string | null])[] = [
    ['Images/s', examplesPerSecond === null ? null : formatCount(Math.round(examplesPerSecond))],
    ['Step', `${formatCount(progress.step)} of ${formatCount(start.totalSteps)}`],
    ['Elapsed', formatDuration(progress.seconds)],
    ['Left', secondsLeft === null ? null : `about ${formatDuration(secondsLeft)}`],
    ['Epoch loss', loss === null ? null : loss.toPrecision(3)],
    ['Epoch accuracy', accuracy === null ? null : `${(accuracy * 100).toFixed(2)} %`],
    [
      'Validation',
      valAccuracy === null
        ? (valLoss?.toPrecision(3) ?? null)
        : `${(valAccuracy * 100).toFixed(2)} %`,
    ],
  ]
  return (
    <dl className="figures">
      {rows
        .filter(([, text]) => text !== null)
        .map(([name, text]) => (
          <div key={name} title={meanings[name]}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  )
}
