import { useEffect, useMemo, useRef, useState } from 'react'
import { errorsOf } from '../../shared/graph/network.ts'
import { livePath } from '../state/scope.ts'
import type { OpenBlock } from '../state/session-store.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { useNetwork } from '../state/use-drawing.ts'
import type { CodeEditor } from './editor.ts'
import { type Code, type CodeLine, keyOf } from './emitted.ts'
import { markCodeShown } from './use-code.ts'
import { useSelectLine } from './use-select-line.ts'

interface CodeViewProps {
  readonly code: Code | null
  readonly path: readonly OpenBlock[]
}

export function CodeView({ code, path }: CodeViewProps) {
  const { document: drawing } = useStores()
  const box = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<CodeEditor | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const selection = useSession(state => state.selection)
  const select = useSelectLine()
  const wrong = useWrong()
  const choose = useRef(select)
  choose.current = select
  useEffect(() => {
    let made: CodeEditor | null = null
    let isOver = false
    async function load() {
      const { createEditor } = await import('./editor.ts')
      if (isOver || !box.current) return
      made = createEditor(box.current, line => choose.current(line))
      setEditor(made)
    }
    load().catch(thrown => setFailure(String(thrown)))
    return () => {
      isOver = true
      made?.destroy()
      setEditor(null)
    }
  }, [])
  useEffect(() => {
    if (!editor || !code) return
    editor.show(code)
    markCodeShown()
  }, [editor, code])
  useEffect(() => {
    // New code has its lines elsewhere.
    if (!editor || !code) return
    const place = livePath(drawing.getState().present, path).at(-1)?.block ?? null
    const isSelected = ({ node }: CodeLine) => node?.block === place && selection.has(node.id)
    const isWrong = ({ node }: CodeLine) => node !== null && wrong.has(keyOf(node))
    editor.tint(isSelected, isWrong)
  }, [editor, code, selection, path, drawing, wrong])
  return (
    <div className="code-body">
      {failure && <p className="code-stale">The editor could not be loaded. {failure}</p>}
      <div ref={box} className="code-editor" />
    </div>
  )
}

/** Where the nodes with mistakes are written: another set only when they are others, so that the editor can rest. */
function useWrong(): ReadonlySet<string> {
  const keys = useNetwork(network =>
    errorsOf(network)
      .flatMap(problem => (problem.in ? keyOf(problem.in) : []))
      .join('\n'),
  )
  return useMemo(() => new Set(keys.split('\n')), [keys])
}
