import { useEffect, useState } from 'react'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { isMeasured, measures } from '../state/measure.ts'
import { useStores } from '../state/stores.tsx'
import { type Code, codeOf, type Language } from './emitted.ts'

let edited: number | null = null

export function markCodeShown(): void {
  if (edited === null) return
  performance.measure(measures.code, { start: edited, end: performance.now() })
  edited = null
}

/** Follows the drawing, a frame behind it: the cards are painted first. */
export function useCode(language: Language): Code | null {
  const { document } = useStores()
  const [code, setCode] = useState<Code | null>(null)
  useEffect(() => {
    let seen: NetworkDocument | null = null
    let wished = false
    let isOver = false
    const follow = () => {
      wished = false
      const { present } = document.getState()
      if (isOver || present === seen) return
      seen = present
      setCode(before => codeOf(present, before, language))
    }
    const wish = () => {
      if (wished || document.getState().present === seen) return
      wished = true
      if (isMeasured) edited ??= performance.now()
      // After the frame that paints the drawing.
      requestAnimationFrame(() => setTimeout(follow))
    }
    const stop = document.subscribe(wish)
    follow()
    return () => {
      isOver = true
      stop()
    }
  }, [document, language])
  return code
}
