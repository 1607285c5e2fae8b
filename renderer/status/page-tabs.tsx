import { Activity, Code, Layers, SlidersHorizontal, Workflow } from 'lucide-react'
import type { Page } from '../state/session-store.ts'
import { useSession, useStores } from '../state/stores.tsx'
import './status-bar.css'

const pages: readonly { readonly id: Page; readonly label: string; readonly Icon: typeof Code }[] =
  [
    { id: 'canvas', label: 'Canvas', Icon: Workflow },
    { id: 'palette', label: 'Layers', Icon: Layers },
    { id: 'inspector', label: 'Inspector', Icon: SlidersHorizontal },
    { id: 'code', label: 'Code', Icon: Code },
    { id: 'training', label: 'Training', Icon: Activity },
  ]

/** Where the window is narrow, one region at a time fills it. */
export function PageTabs() {
  const { session } = useStores()
  const page = useSession(state => state.page)
  return (
    <nav className="page-tabs" aria-label="Regions">
      {pages.map(({ id, label, Icon }) => (
        <button
          type="button"
          key={id}
          aria-current={page === id ? 'page' : undefined}
          onClick={() => session.set({ page: id })}
        >
          <Icon size={18} strokeWidth={1.5} />
          {label}
        </button>
      ))}
    </nav>
  )
}
