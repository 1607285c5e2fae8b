// The clipboard's own events, so that no permission is asked for. They count while the focus is on
// the canvas or nowhere.
import { useEffect } from 'react'
import { deleteSelection } from '../state/editing.ts'
import { fragmentOf, parseFragment, pasteFragment, printFragment } from '../state/fragment.ts'
import { useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import { say } from '../ui/toast.tsx'

export function useClipboard(region: React.RefObject<HTMLElement | null>): void {
  const stores = useStores()
  useEffect(() => {
    const isHere = () => {
      const focused = document.activeElement
      return focused === document.body || (region.current?.contains(focused) ?? false)
    }
    function onCopy(event: ClipboardEvent): void {
      const fragment = fragmentOf(currentDrawing(stores), stores.session.getState().selection)
      if (!isHere() || !fragment || !event.clipboardData) return
      event.clipboardData.setData('text/plain', printFragment(fragment))
      event.preventDefault()
      if (event.type === 'cut') deleteSelection(stores)
    }
    function onPaste(event: ClipboardEvent): void {
      if (!isHere()) return
      const fragment = parseFragment(event.clipboardData?.getData('text/plain') ?? '')
      if (fragment) pasteFragment(stores, fragment, 'Paste')
      else say('The clipboard holds no layers.')
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
