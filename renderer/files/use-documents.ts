import { useEffect, useState } from 'react'
import type { FileEntry } from '../../shared/rpc/host-contract.ts'
import { useRun, useStores } from '../state/stores.tsx'

/** Null while they are being listed. */
export function useDocuments(kind: 'list' | 'recent'): readonly FileEntry[] | null {
  const { link } = useStores()
  const isConnected = useRun(state => state.link === 'connected')
  const [entries, setEntries] = useState<readonly FileEntry[] | null>(null)
  useEffect(() => {
    if (!link || !isConnected) return setEntries([])
    let isShown = true
    const show = (found: readonly FileEntry[]) => isShown && setEntries(found)
    link.host.files[kind]().then(show, () => show([]))
    return () => {
      isShown = false
    }
  }, [link, isConnected, kind])
  return entries
}
