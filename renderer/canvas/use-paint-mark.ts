// Measures how long an edit of the document takes to be seen.
import { useEffect, useLayoutEffect } from 'react'
import type { Drawing } from '../state/drawing.ts'
import { isMeasured, measures } from '../state/measure.ts'
import { useStores } from '../state/stores.tsx'

let edited: number | null = null

export function usePaintMark(drawing: Drawing): void {
  const { document } = useStores()
  useEffect(() => {
    if (!isMeasured) return
    return document.subscribe((now, before) => {
      if (now.present !== before.present) edited ??= performance.now()
    })
  }, [document])
  useLayoutEffect(() => {
    void drawing
    if (edited === null) return
    const start = edited
    edited = null
    performance.measure(measures.page, { start, end: performance.now() })
    // The first message after a frame began comes when that frame has been painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        performance.measure(measures.paint, { start, end: performance.now() })
        channel.port1.close()
      }
      channel.port2.postMessage(null)
    })
  }, [drawing])
}
