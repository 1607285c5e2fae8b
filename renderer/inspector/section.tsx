import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'

interface SectionProps {
  readonly title: string
  readonly note?: string
  readonly startsOpen?: boolean
  readonly children: React.ReactNode
}

export function Section({ title, note, startsOpen = true, children }: SectionProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <section className="section">
      <button
        type="button"
        className="section-title"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon size={14} strokeWidth={1.5} />
        <span>{title}</span>
        {note && <span className="section-note">{note}</span>}
      </button>
      {isOpen && children}
    </section>
  )
}
