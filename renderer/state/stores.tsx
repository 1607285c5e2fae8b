// The stores of a window and the hooks that read them.
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Link } from '../rpc/link.ts'
import { createDocumentStore, type DocumentState, type DocumentStore } from './document-store.ts'
import { createFileStore, type FileState, type FileStore } from './file-store.ts'
import { firstDocument } from './first-document.ts'
import { createRunStore, type RunState, type RunStore } from './run-store.ts'
import {
  createSessionStore,
  type SessionState,
  type SessionStore,
  type Theme,
} from './session-store.ts'

export interface Stores {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly run: RunStore
  readonly file: FileStore
  /** Null on a page that no host serves: drawing works, training does not. */
  readonly link: Link | null
}

export function createStores(
  kept: { readonly theme?: Theme } = {},
  openLink: (run: RunStore) => Link | null = () => null,
): Stores {
  const run = createRunStore()
  return {
    document: createDocumentStore(firstDocument()),
    session: createSessionStore(kept),
    run,
    file: createFileStore(),
    link: openLink(run),
  }
}

const StoresContext = createContext<Stores | null>(null)
export const StoresProvider = StoresContext.Provider

export function useStores(): Stores {
  const stores = useContext(StoresContext)
  if (!stores) throw new Error('The page has no stores around it.')
  return stores
}

export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useStores().document, select)
}

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useStores().session, select)
}

export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useStores().run, select)
}

export function useFile<T>(select: (state: FileState) => T): T {
  return useStore(useStores().file, select)
}
