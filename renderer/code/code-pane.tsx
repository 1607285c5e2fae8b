import { ChevronDown, ChevronUp, Copy } from 'lucide-react'
import { useState } from 'react'
import { useSession, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { type TabEntry, TabPanel, TabRow } from '../ui/tabs.tsx'
import { say } from '../ui/toast.tsx'
import { CodeView } from './code-view.tsx'
import { codeOf, type Language } from './emitted.ts'
import { useCode } from './use-code.ts'
import './code-pane.css'

interface CodePaneProps {
  /** Only the row of tabs, where the window is too small for both inspector and code. */
  readonly isFolded?: boolean
  /** Where it can be folded: the tab does it, by click and by Enter. */
  readonly onFold?: () => void
}

const languages: readonly TabEntry<Language>[] = [
  { id: 'typescript', label: 'TypeScript' },
  { id: 'keras', label: 'Keras' },
  { id: 'pytorch', label: 'PyTorch' },
]

export function CodePane({ isFolded = false, onFold }: CodePaneProps) {
  const stores = useStores()
  const [language, setLanguage] = useState<Language>('typescript')
  const code = useCode(language)
  const path = useSession(state => state.path)
  const Fold = isFolded ? ChevronUp : ChevronDown
  async function copy() {
    const { lines } = codeOf(stores.document.getState().present, code, language)
    try {
      await navigator.clipboard.writeText(`${lines.map(line => line.text).join('\n')}\n`)
      say('The code is in the clipboard.')
    } catch {
      say('The browser does not let this page write to the clipboard.', { tone: 'error' })
    }
  }
  return (
    <section className="code-pane" aria-label="Code" data-region="code">
      <div className="tab-bar">
        <TabRow
          label="Language"
          name="code"
          tabs={languages}
          selected={language}
          onSelect={chosen => {
            setLanguage(chosen)
            // The open one folds the pane; another one opens it.
            if (chosen === language || isFolded) onFold?.()
          }}
        />
        <span className="spring" />
        {onFold && (
          <Button
            look="quiet"
            small
            iconOnly
            aria-expanded={!isFolded}
            tip={isFolded ? 'Open the code' : 'Fold the code'}
            onPress={onFold}
          >
            <Fold size={14} strokeWidth={1.5} />
          </Button>
        )}
        <span className="dim code-step">{code?.stale == null ? 'in step' : 'waits'}</span>
        <Button look="quiet" small iconOnly tip="Copy the code" onPress={() => void copy()}>
          <Copy size={14} strokeWidth={1.5} />
        </Button>
      </div>
      <TabPanel name="code" selected={language} className="code-panel">
        {!isFolded && code?.stale != null && (
          <p className="code-stale" role="status">
            {code.stale}
            {code.lines.length > 0 && ' Below is the code before that.'}
          </p>
        )}
        {!isFolded && <CodeView code={code} path={path} />}
      </TabPanel>
    </section>
  )
}
