import { useEffect, useState } from 'react'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { useStores } from '../state/stores.tsx'
import { type Code, codeOf } from './emitted.ts'

/** From here to the painted code is measured as `layerloom edit to code`. */
const editMark = 'layerloom edit'

export function markCodeShown(): void {
  if (performance.getEntriesByName(editMark).length === 0) return
  performance.measure('layerloom edit to code', editMark)
  performance.clearMarks(editMark)
}

/** Follows the drawing, a frame behind it: the cards are painted first. */
export function useCode(): Code | null {
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
      setCode(before => codeOf(present, before))
    }
    const wish = () => {
      if (wished || document.getState().present === seen) return
      wished = true
      performance.mark(editMark)
      // After the frame that paints the drawing.
      requestAnimationFrame(() => setTimeout(follow))
    }
    const stop = document.subscribe(wish)
    follow()
    return () => {
      isOver = true
      stop()
    }
  }, [document])
  return code
}
