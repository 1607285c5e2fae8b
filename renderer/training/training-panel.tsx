import { useState } from 'react'
import type { ConfusionMatrix } from '../../shared/runs/events.ts'
import { useRun, useSession } from '../state/stores.tsx'
import { Select } from '../ui/select.tsx'
import { Confusion } from './confusion.tsx'
import { curvesOf, lowestTick, outputsOf, smoothed } from './curves.ts'
import { LineChart } from './line-chart.tsx'
import { ProgressColumn } from './progress-column.tsx'
import { SettingsForm } from './settings-form.tsx'
import './training-panel.css'

export function TrainingPanel() {
  const view = useSession(state => state.trainingView)
  const shown = useRun(state => state.shown)
  return view === 'settings' || shown === null ? <SettingsForm /> : <RunView />
}

const whole = 'All outputs'

function RunView() {
  const confusion = useRun(state => state.confusion)
  const outputs = outputsOf(useRun(state => state.records))
  const [chosen, setChosen] = useState(whole)
  const output = outputs.includes(chosen) ? chosen : null
  const shown = confusion && (output === null ? confusion : ofOutput(confusion, output))
  return (
    <div className={`run-view${shown ? ' with-confusion' : ''}`}>
      <div className="run-column">
        {outputs.length > 0 && (
          <Select
            label="Output whose curves are shown"
            options={[whole, ...outputs]}
            value={output ?? whole}
            onChange={setChosen}
          />
        )}
        <ProgressColumn />
      </div>
      <LossChart output={output} />
      <AccuracyChart output={output} />
      {shown && <Confusion confusion={shown} />}
    </div>
  )
}

/** Null where the output tells no classes apart. */
function ofOutput(confusion: ConfusionMatrix, output: string): ConfusionMatrix | null {
  const own = confusion.outputs?.[output]
  return own ? { part: confusion.part, ...own } : null
}

interface ChartOf {
  /** Null: the whole network. */
  readonly output: string | null
}

function LossChart({ output }: ChartOf) {
  const { loss, valLoss, epochs } = curvesOf(
    useRun(state => state.records),
    output,
  )
  const line = smoothed(loss, 'log')
  const last = line.y.findLast(value => value !== null)
  const lastCheck = valLoss.y.findLast(value => value !== null)
  return (
    <LineChart
      title="Loss"
      note="log scale, by epoch"
      end={epochs}
      scale={{ kind: 'log' }}
      lines={[
        { name: 'raw', look: 'raw', ...loss },
        {
          name: 'training',
          look: 'training',
          ...line,
          ...(last != null && { label: `last steps ${lossText(last)}` }),
        },
        {
          name: 'validation',
          look: 'validation',
          ...valLoss,
          ...(lastCheck != null && { label: `validation ${lossText(lastCheck)}` }),
        },
      ]}
    />
  )
}

function AccuracyChart({ output }: ChartOf) {
  const { accuracy, valAccuracy, epochs } = curvesOf(
    useRun(state => state.records),
    output,
  )
  const line = smoothed(accuracy)
  const last = line.y.findLast(value => value !== null)
  const lastCheck = valAccuracy.y.findLast(value => value !== null)
  if (accuracy.y.every(value => value === null) && accuracy.y.length > 0) return null
  return (
    <LineChart
      title="Accuracy"
      note="%, by epoch"
      end={epochs}
      scale={{ kind: 'share', low: lowestTick(line, valAccuracy) }}
      lines={[
        {
          name: 'training',
          look: 'training',
          ...line,
          ...(last != null && { label: `last steps ${percent(last, 1)}` }),
        },
        {
          name: 'validation',
          look: 'validation',
          ...valAccuracy,
          ...(lastCheck != null && { label: `validation ${percent(lastCheck, 1)}` }),
        },
      ]}
    />
  )
}

function lossText(loss: number): string {
  return loss >= 1e-3 && loss < 1000 ? String(Number(loss.toPrecision(3))) : loss.toExponential(1)
}

export function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`
}
