// Takes the network home: as a small TypeScript project or as a SavedModel, with the weights of a run
// or those that the seed gives.
import { useState } from 'react'
import { errorsOf } from '../../shared/graph/network.ts'
import type { ExportSource } from '../../shared/rpc/engine-contract.ts'
import { downloadBlob } from '../files/download.ts'
import { type Stores, useFile, useRun, useStores } from '../state/stores.tsx'
import { useNetwork } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import './export.css'

type Format = 'typescript' | 'savedModel'

const about: Readonly<Record<Format, string>> = {
  typescript:
    'A project that depends on tfjs only: strict TypeScript, the model, a training script, its weights and a README. Read as code by anyone, run by npm install and npm run predict.',
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

const drawing = 'This drawing, weights from its seed'

function Export({ runId }: { runId: string | null }) {
  const stores = useStores()
  const { file } = stores
  const runs = useRun(state => state.runs).filter(run => run.step > 0)
  const [format, setFormat] = useState<Format>('typescript')
  const [source, setSource] = useState<string | null>(runId)
  const [progress, setProgress] = useState<Progress>({ state: 'idle' })
  const obstacle = useObstacle(source)
  async function go() {
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
            { value: 'typescript', label: 'TypeScript project' },
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
          options={[drawing, ...runs.map(run => run.runId)]}
          value={source ?? drawing}
          onChange={value => {
            setSource(value === drawing ? null : value)
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

function useObstacle(source: string | null): string | null {
  const [error] = errorsOf(useNetwork())
  const isReady = useRun(state => state.link === 'connected' && state.engine?.state === 'ready')
  if (!isReady) return 'Exports are made by the engine, and it is not there.'
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
