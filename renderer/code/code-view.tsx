import { useEffect, useRef, useState } from 'react'
import { livePath } from '../state/scope.ts'
import type { OpenBlock } from '../state/session-store.ts'
import { useSession, useStores } from '../state/stores.tsx'
import type { CodeEditor } from './editor.ts'
import type { Code, CodeLine } from './emitted.ts'
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: new code has its lines elsewhere.
  useEffect(() => {
    const place = livePath(drawing.getState().present, path).at(-1)?.block ?? null
    const isSelected = ({ node }: CodeLine) => node?.block === place && selection.has(node.id)
    editor?.select(isSelected)
  }, [editor, code, selection, path, drawing])
  return (
    <div className="code-body">
      {failure && <p className="code-stale">The editor could not be loaded. {failure}</p>}
      <div ref={box} className="code-editor" />
    </div>
  )
}
