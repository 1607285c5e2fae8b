// The open body with everything derived from it. Hooks for components.
import { useCallback, useSyncExternalStore } from 'react'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Network } from '../../shared/graph/network.ts'
import type { Card } from './cards.ts'
import { type Drawing, drawingOf } from './drawing.ts'
import { type Stores, useDocument, useStores } from './stores.tsx'

export function currentDrawing({
  document,
  session,
}: Pick<Stores, 'document' | 'session'>): Drawing {
  const { path, rows } = session.getState()
  return drawingOf(document.getState().present, path, rows)
}

/** Selects a part of the drawing; renders again only when that part is another object. */
export function useDrawing<T>(select: (drawing: Drawing) => T): T {
  const stores = useStores()
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [stores.document.subscribe(listener), stores.session.subscribe(listener)]
      return () => {
        for (const end of ends) end()
      }
    },
    [stores],
  )
  return useSyncExternalStore(subscribe, () => select(currentDrawing(stores)))
}

export function useCard(id: string): Card | undefined {
  return useDrawing(drawing => drawing.cards.get(id))
}

/** The network, or what `select` takes of it: renders again only when that is another value. */
export function useNetwork(): Network
export function useNetwork<T>(select: (network: Network) => T): T
export function useNetwork<T>(select?: (network: Network) => T): T | Network {
  return useDocument(state => {
    const network = analyse(state.present)
    return select ? select(network) : network
  })
}
