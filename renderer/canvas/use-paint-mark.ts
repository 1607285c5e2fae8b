// Measures from an edit of the document to the frame that shows it: `layerloom edit to paint` in the
// browser's performance entries, one for each edit.
import { useEffect } from 'react'
import type { Drawing } from '../state/drawing.ts'
import { useStores } from '../state/stores.tsx'

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
  useEffect(() => {
    void drawing
    if (edited === null) return
    const start = edited
    edited = null
    // The first message after the next frame began comes when that frame has been painted.
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
