// Takes the network home: as a small project in one of three languages or as a SavedModel, with the weights of a run
// or those that the seed gives.
import { useState } from 'react'
import { errorsOf } from '../../shared/graph/network.ts'
import type { ExportSource, RunSummary } from '../../shared/rpc/engine-contract.ts'
import { downloadBlob } from '../files/download.ts'
import { type Stores, useDocument, useFile, useRun, useStores } from '../state/stores.tsx'
import { useNetwork } from '../state/use-drawing.ts'
import { useRunsOfDrawing } from '../state/use-runs-of-drawing.ts'
import { trainingOf } from '../training/settings.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import { whenText } from '../ui/when.ts'
import './export.css'

type Format = 'typescript' | 'keras' | 'pytorch' | 'savedModel'

const about: Readonly<Record<Format, string>> = {
  typescript:
    'A project that depends on tfjs only: strict TypeScript, the model, a training script, its weights and a README. Read as code by anyone, run by npm install and npm run predict.',
  keras:
    'A Python project for Keras 3: blocks are functions, with weights, a training script, predict.py and a README.',
  pytorch:
    'A Python project for PyTorch: blocks are modules, with weights as safetensors, a training script, predict.py, and verify.py, which compares with what Layerloom answers.',
  savedModel:
    'The folder that TensorFlow, Keras and TensorFlow Serving load, with serving_default for any batch size.',
}

export function ExportDialog() {
  const dialog = useFile(state => state.dialog)
  if (dialog?.kind !== 'export') return null
  return <Export runId={dialog.runId ?? null} />
}

type Progress =
  | { readonly state: 'idle' }
  | { readonly state: 'working' }
  | { readonly state: 'done'; readonly name: string; readonly bytes: number }
  | { readonly state: 'failed'; readonly message: string }

function Export({ runId }: { runId: string | null }) {
  const stores = useStores()
  const { file } = stores
  const [format, setFormat] = useState<Format>('typescript')
  const { choices, source, choose } = useWeights(runId)
  const [progress, setProgress] = useState<Progress>({ state: 'idle' })
  const obstacle = useObstacle(source)
  async function go() {
    if (source === undefined) return
    setProgress({ state: 'working' })
    setProgress(await exportIt(stores, format, source))
  }
  return (
    <Dialog title="Export" isOpen onClose={file.close} className="ask export-dialog">
      <div className="export-form">
        <span>Format</span>
        <Segmented
          label="Format"
          isWide
          options={[
            { value: 'typescript', label: 'TypeScript' },
            { value: 'keras', label: 'Keras' },
            { value: 'pytorch', label: 'PyTorch' },
            { value: 'savedModel', label: 'SavedModel' },
          ]}
          value={format}
          onChange={value => {
            setFormat(value)
            setProgress({ state: 'idle' })
          }}
        />
        <span>Weights</span>
        <Select
          label="Weights"
          options={choices.map(choice => choice.text)}
          value={choices.find(choice => choice.runId === source)?.text ?? null}
          placeholder="Looking for runs of this drawing"
          onChange={text => {
            choose(choices.find(choice => choice.text === text)?.runId ?? null)
            setProgress({ state: 'idle' })
          }}
        />
      </div>
      <p className="ask-text">{about[format]}</p>
      <Outcome progress={progress} />
      <div className="ask-buttons">
        {obstacle && <span className="dim export-obstacle">{obstacle}</span>}
        <span className="spring" />
        <Button onPress={file.close}>Close</Button>
        <Button
          look="primary"
          off={obstacle !== null || progress.state === 'working'}
          onPress={() => obstacle === null && progress.state !== 'working' && void go()}
        >
          {progress.state === 'working' ? 'Exporting' : 'Export a zip'}
        </Button>
      </div>
    </Dialog>
  )
}

interface Choice {
  /** Null: the drawing as it is, untrained. */
  readonly runId: string | null
  readonly text: string
}

/** Newest finished run of this very drawing first: who trained wants what was learnt. */
function useWeights(asked: string | null) {
  const { own, others } = useRunsOfDrawing()
  const seed = useDocument(state => trainingOf(state.recorded).seed)
  const [chosen, setChosen] = useState<{ readonly runId: string | null } | null>(null)
  const best = own?.find(run => run.state === 'finished') ?? own?.[0]
  const source = chosen ? chosen.runId : (asked ?? (own ? (best?.runId ?? null) : undefined))
  // A run of another network is offered where it was asked for in the list of runs, and only there.
  const foreign = others.filter(run => run.runId === asked)
  const untrained = { runId: null, text: `Untrained: weights from seed ${seed}` }
  const choices: readonly Choice[] =
    own === null && asked === null
      ? []
      : [
          ...(own ?? []).map(run => ({ runId: run.runId, text: textOf(run) })),
          ...foreign.map(run => ({ runId: run.runId, text: `${textOf(run)}, another drawing` })),
          untrained,
        ]
  return {
    choices,
    source,
    choose: (runId: string | null) => setChosen({ runId }),
  }
}

/** `lenet-5-2, finished at 98.90 % validation, 14:02` */
function textOf({ runId, state, valAccuracy, epoch, changed }: RunSummary): string {
  const how = state === 'finished' ? state : `${state} in epoch ${epoch}`
  const score = valAccuracy === null ? '' : ` at ${(valAccuracy * 100).toFixed(2)} % validation`
  return `${runId}, ${how}${score}${changed === null ? '' : `, ${whenText(changed)}`}`
}

function useObstacle(source: string | null | undefined): string | null {
  const [error] = errorsOf(useNetwork())
  const isReady = useRun(state => state.link === 'connected' && state.engine?.state === 'ready')
  if (!isReady) return 'Exports are made by the engine, and it is not there.'
  if (source === undefined) return 'Looking for runs of this drawing.'
  return source === null && error ? `Mend the drawing first: ${error.message}` : null
}

async function exportIt(stores: Stores, format: Format, source: string | null): Promise<Progress> {
  const { link, document, file } = stores
  if (!link) return { state: 'failed', message: 'There is no engine.' }
  const { path } = file.getState()
  const { recorded } = document.getState()
  const from: ExportSource =
    source !== null
      ? { runId: source }
      : { document: recorded, ...(path !== null && { documentPath: path }) }
  try {
    const { name, file: exported } = await link.engine.export[format](from)
    const blob = exported as unknown as Blob
    downloadBlob(name, blob)
    return { state: 'done', name, bytes: blob.size }
  } catch (thrown) {
    return { state: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

function Outcome({ progress }: { progress: Progress }) {
  if (progress.state === 'idle') return null
  if (progress.state === 'working')
    return (
      <p className="ask-text" role="status">
        The engine writes it. This takes a few seconds.
      </p>
    )
  if (progress.state === 'failed')
    return (
      <p className="ask-text field-message" role="alert">
        {progress.message}
      </p>
    )
  const size = (progress.bytes / 1024).toLocaleString('en-US', { maximumFractionDigits: 0 })
  return (
    <p className="ask-text export-done" role="status">
      {progress.name}, {size} KiB, is in your downloads.
    </p>
  )
}
