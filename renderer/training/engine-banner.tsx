// Across the top of the canvas when the engine or the host died: what broke, what is safe, what to do.
import { CircleAlert } from 'lucide-react'
import { useRun, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.tsx'
import { resumeRun } from './train.ts'
import './engine-banner.css'

export function EngineBanner() {
  const link = useRun(state => state.link)
  const broken = useRun(state => state.broken)
  if (link === 'lost')
    return (
      <Banner text="The program behind this page does not answer. Drawing goes on, and your work is kept in this browser; it is tried again by itself." />
    )
  return broken ? <BrokenEngine message={broken.message} runId={broken.runId} /> : null
}

function BrokenEngine({ message, runId }: { message: string; runId: string | null }) {
  const stores = useStores()
  const { run, link } = stores
  const engine = useRun(state => state.engine)
  const summary = useRun(state => state.runs.find(other => other.runId === runId))
  const hasGivenUp = engine?.state === 'died' && !engine.restarting
  const isReady = engine?.state === 'ready'
  const canResume = isReady && summary?.resumeStep != null && summary.state !== 'running'
  const restart = () =>
    link?.host.engine.restart().catch(thrown => say(String(thrown), { tone: 'error' }))
  return (
    <Banner
      text={`${message}${runId === null ? '' : ` The run ${runId} is interrupted; the drawing is untouched.`}`}
    >
      {hasGivenUp && <Button onPress={() => void restart()}>Start the engine again</Button>}
      {!hasGivenUp && !isReady && <span className="dim">It is started again.</span>}
      {runId !== null && isReady && (
        <Button
          look="primary"
          off={!canResume}
          tip={canResume ? 'Goes on from its last checkpoint' : 'Its trainer is still ending.'}
          onPress={() => canResume && void resumeRun(stores, runId)}
        >
          Resume
        </Button>
      )}
      {(isReady || hasGivenUp) && (
        <Button look="quiet" onPress={() => run.set({ broken: null })}>
          Close
        </Button>
      )}
    </Banner>
  )
}

function Banner({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <div className="engine-banner" role="alert">
      <CircleAlert size={16} strokeWidth={1.5} />
      <span className="spring">{text}</span>
      {children}
    </div>
  )
}
