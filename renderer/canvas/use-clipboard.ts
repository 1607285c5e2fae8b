// The clipboard's own events, so that no permission is asked for. They count while the focus is on
// the canvas or nowhere.
import { useEffect } from 'react'
import { copiedText, pasteText } from '../state/clipboard.ts'
import { deleteSelection } from '../state/editing.ts'
import { useStores } from '../state/stores.tsx'
import { say } from '../ui/toast.tsx'

export function useClipboard(region: React.RefObject<HTMLElement | null>): void {
  const stores = useStores()
  useEffect(() => {
    const isHere = () => {
      const focused = document.activeElement
      return focused === document.body || (region.current?.contains(focused) ?? false)
    }
    function onCopy(event: ClipboardEvent): void {
      const text = isHere() ? copiedText(stores) : null
      if (text === null || !event.clipboardData) return
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
      if (event.type === 'cut') deleteSelection(stores)
    }
    function onPaste(event: ClipboardEvent): void {
      if (!isHere()) return
      const refusal = pasteText(stores, event.clipboardData?.getData('text/plain') ?? '')
      if (refusal !== null) say(refusal)
      event.preventDefault()
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [stores, region])
}
