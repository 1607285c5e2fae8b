// A wire that is being drawn, or a layer that is dragged over the canvas: over with the gesture.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { DocumentEdge } from '../../shared/document/types.ts'
import type { Verdict, WireEnd } from '../state/connecting.ts'

export interface GestureState {
  readonly end: WireEnd | null
  /** The wire whose other end is being moved; null while a new one is drawn. */
  readonly moving: DocumentEdge | null
  /** By card: what a wire to it would lead to. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** The card that the keyboard has chosen for the wire's other end. */
  readonly chosen: string | null
  /** The wire under a layer that is dragged from the palette. */
  readonly dropWire: string | null
}

export const noGesture: GestureState = {
  end: null,
  moving: null,
  verdicts: new Map(),
  chosen: null,
  dropWire: null,
}

export const gestures = createStore<GestureState>(() => noGesture)

export function useGesture<T>(select: (state: GestureState) => T): T {
  return useStore(gestures, select)
}
