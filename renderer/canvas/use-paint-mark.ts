// Measures how long an edit of the document takes to be seen, as performance entries of the browser:
// to the finished page (our work), and to the painted frame (and the wait for the display).
import { useEffect, useLayoutEffect } from 'react'
import type { Drawing } from '../state/drawing.ts'
import { useStores } from '../state/stores.tsx'

export const pageMeasure = 'layerloom edit to page'
export const paintMeasure = 'layerloom edit to paint'

let edited: number | null = null

export function usePaintMark(drawing: Drawing): void {
  const { document } = useStores()
  useEffect(
    () =>
      document.subscribe((now, before) => {
        if (now.present !== before.present) edited ??= performance.now()
      }),
    [document],
  )
  useLayoutEffect(() => {
    void drawing
    if (edited === null) return
    const start = edited
    edited = null
    performance.measure(pageMeasure, { start, end: performance.now() })
    // The first message after a frame began comes when that frame has been painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        performance.measure(paintMeasure, { start, end: performance.now() })
        channel.port1.close()
      }
      channel.port2.postMessage(null)
    })
  }, [drawing])
}
