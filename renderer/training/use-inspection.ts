import { useEffect, useState } from 'react'
import { type DatasetSpec, printDatasetSpec } from '../../shared/document/dataset-spec.ts'
import type { DataInspection } from '../../shared/rpc/engine-contract.ts'
import { isRpcError } from '../../shared/rpc/rpc-error.ts'
import { useFile, useRun, useStores } from '../state/stores.tsx'

export interface Look {
  readonly inspection: DataInspection
  /** One byte a channel, picture after picture; null where the examples are no pictures. */
  readonly pixels: Uint8Array<ArrayBuffer> | null
}

export type Inspection =
  | { readonly state: 'waiting'; readonly why: string }
  | { readonly state: 'wrong'; readonly message: string }
  | { readonly state: 'there'; readonly look: Look }

/** Reading or making data takes seconds, so what was seen last is kept. */
const seen = new Map<string, Look>()

export function useInspection(dataset: DatasetSpec, pictures: number): Inspection {
  const { link } = useStores()
  const path = useFile(state => state.path)
  const isReady = useRun(state => state.link === 'connected' && state.engine?.state === 'ready')
  const key = `${path ?? ''} ${pictures} ${printDatasetSpec(dataset)}`
  const [result, setResult] = useState<{ key: string; value: Inspection } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for data set, path and count.
  useEffect(() => {
    if (!link || !isReady || seen.has(key) || needsPath(dataset)) return
    const control = new AbortController()
    const ask = async () => {
      try {
        const request = { dataset, pictures, ...(path !== null && { documentPath: path }) }
        const inspection = await link.engine.data.inspect(request, { signal: control.signal })
        const bytes = await inspection.pictures?.pixels.arrayBuffer()
        const look = { inspection, pixels: bytes ? new Uint8Array(bytes) : null }
        seen.set(key, look)
        if (!control.signal.aborted) setResult({ key, value: { state: 'there', look } })
      } catch (thrown) {
        if (control.signal.aborted || isRpcError(thrown, 'disconnected')) return
        const message = thrown instanceof Error ? thrown.message : String(thrown)
        setResult({ key, value: { state: 'wrong', message } })
      }
    }
    const timer = setTimeout(() => void ask(), 250)
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [key, link, isReady])
  const known = seen.get(key)
  if (known) return { state: 'there', look: known }
  if (!link) return { state: 'waiting', why: 'Examples are shown where an engine runs.' }
  if (needsPath(dataset)) {
    const what = dataset.kind === 'idx' ? 'the folder of the IDX files' : 'the NPZ file'
    return { state: 'waiting', why: `Name ${what}.` }
  }
  if (result?.key === key) return result.value
  return { state: 'waiting', why: isReady ? 'Reading the data' : 'Waiting for the engine' }
}

function needsPath({ kind, path }: DatasetSpec): boolean {
  return kind !== 'glyphs' && (path ?? '') === ''
}
