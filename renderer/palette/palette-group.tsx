import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'

interface PaletteGroupProps {
  readonly title: string
  readonly count: number
  /** Open while a filter is set, whatever the person folded. */
  readonly isForced?: boolean
  readonly children: React.ReactNode
}

export function PaletteGroup({ title, count, isForced = false, children }: PaletteGroupProps) {
  const [isOpen, setOpen] = useState(true)
  const shows = isOpen || isForced
  const Icon = shows ? ChevronDown : ChevronRight
  return (
    <section aria-label={title}>
      <button
        type="button"
        className="palette-title"
        aria-expanded={shows}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon size={12} strokeWidth={1.5} />
        <span className="spring">{title}</span>
        <span className="tab-count">{count}</span>
      </button>
      {shows && children}
    </section>
  )
}
