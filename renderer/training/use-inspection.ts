import { useEffect, useState } from 'react'
import type { DatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { DataInspection } from '../../shared/rpc/engine-contract.ts'
import { isRpcError } from '../../shared/rpc/rpc-error.ts'
import { type WantedData, wantedData } from '../../shared/runs/wanted-data.ts'
import { type Stores, useDocument, useFile, useRun, useStores } from '../state/stores.tsx'

export interface Look {
  readonly inspection: DataInspection
  /** One byte a channel, picture after picture; null where the examples are no pictures. */
  readonly pixels: Uint8Array<ArrayBuffer> | null
}

export type Inspection =
  | { readonly state: 'waiting'; readonly why: string }
  | {
      readonly state: 'wrong'
      readonly message: string
      /** The data is at fault, not the engine. */
      readonly isData: boolean
      readonly again: () => void
    }
  | { readonly state: 'there'; readonly look: Look }

/** Reading or making data takes seconds, so what was seen last is kept, under what was asked. */
const seen = new Map<string, Look>()
/** What was asked with success, however many pictures were wanted. */
const readable = new Set<string>()

interface Question {
  readonly dataset: DatasetSpec
  readonly wanted?: WantedData
  readonly documentPath?: string
}

/** Only an archive has arrays of several names. */
function wantedOf(network: NetworkDocument, dataset: DatasetSpec): WantedData | null {
  return dataset.kind === 'npz' ? wantedData(analyse(network), network.training) : null
}

function questionOf(
  path: string | null,
  dataset: DatasetSpec,
  wanted: WantedData | null,
): Question {
  return { dataset, ...(wanted && { wanted }), ...(path !== null && { documentPath: path }) }
}

/** Null where the data can be read, else the sentence that says what is wrong with it. */
export async function whyNoData(
  { link, file }: Stores,
  drawing: NetworkDocument,
  dataset: DatasetSpec,
): Promise<string | null> {
  if (dataset.kind === 'glyphs' || !link) return null
  if (needsPath(dataset)) return `Name ${whatIsNamed(dataset)} in the training settings first.`
  const question = questionOf(file.getState().path, dataset, wantedOf(drawing, dataset))
  if (readable.has(JSON.stringify(question))) return null
  try {
    await link.engine.data.inspect({ ...question, pictures: 0 })
    return null
  } catch (thrown) {
    // Whatever else is wrong the run itself will say.
    return isRpcError(thrown, 'data') || isRpcError(thrown, 'file') ? thrown.message : null
  }
}

function whatIsNamed({ kind }: DatasetSpec): string {
  return kind === 'idx' ? 'the folder of the IDX files' : 'the NPZ file'
}

export function useInspection(dataset: DatasetSpec, pictures: number): Inspection {
  const { link } = useStores()
  const path = useFile(state => state.path)
  const isReady = useRun(state => state.link === 'connected' && state.engine?.state === 'ready')
  const drawing = useDocument(state => state.present)
  // As a text, which is the same as long as the same is asked.
  const asked = JSON.stringify(questionOf(path, dataset, wantedOf(drawing, dataset)))
  const key = `${pictures} ${asked}`
  const [result, setResult] = useState<{ key: string; value: Inspection } | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const question = JSON.parse(asked) as Question
    if (!link || !isReady || seen.has(key) || needsPath(question.dataset)) return
    const control = new AbortController()
    const ask = async () => {
      try {
        const request = { ...question, pictures }
        const inspection = await link.engine.data.inspect(request, { signal: control.signal })
        const bytes = await inspection.pictures?.pixels.arrayBuffer()
        const look = { inspection, pixels: bytes ? new Uint8Array(bytes) : null }
        seen.set(key, look)
        readable.add(asked)
        if (!control.signal.aborted) setResult({ key, value: { state: 'there', look } })
      } catch (thrown) {
        if (control.signal.aborted || isRpcError(thrown, 'disconnected')) return
        const message = thrown instanceof Error ? thrown.message : String(thrown)
        const isData = isRpcError(thrown, 'data') || isRpcError(thrown, 'file')
        const again = () => {
          setResult(null)
          setTurn(turn + 1)
        }
        setResult({ key, value: { state: 'wrong', message, isData, again } })
      }
    }
    const timer = setTimeout(() => void ask(), 250)
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [asked, key, pictures, link, isReady, turn])
  const known = seen.get(key)
  if (known) return { state: 'there', look: known }
  if (!link) return { state: 'waiting', why: 'Examples are shown where an engine runs.' }
  if (needsPath(dataset)) {
    return { state: 'waiting', why: `Name ${whatIsNamed(dataset)}.` }
  }
  if (result?.key === key) return result.value
  return { state: 'waiting', why: isReady ? 'Reading the data' : 'Waiting for the engine' }
}

function needsPath({ kind, path }: DatasetSpec): boolean {
  return kind !== 'glyphs' && (path ?? '') === ''
}
