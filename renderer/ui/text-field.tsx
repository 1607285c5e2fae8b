import { useEffect, useRef, useState } from 'react'
import './field.css'

interface TextFieldProps {
  readonly label: string
  /** What the field shows while nobody types in it. */
  readonly value: string
  /** While typing. */
  readonly onType?: (text: string) => void
  /** Enter, or leaving the field after typing. */
  readonly onCommit: (text: string) => void
  /** After Enter has committed. */
  readonly onEnter?: () => void
  /** Escape. */
  readonly onCancel?: () => void
  /** Arrow up or down; returns the new text, or null where the text is no number. */
  readonly onStep?: (text: string, direction: 1 | -1, isLarge: boolean) => string | null
  readonly placeholder?: string
  readonly note?: string | undefined
  readonly isDefault?: boolean
  readonly isWrong?: boolean
  readonly isFormula?: boolean
  readonly describedBy?: string | undefined
  readonly autoFocus?: boolean
}

/** A field with a draft of its own: what is typed stays as typed until it is committed. */
export function TextField(props: TextFieldProps) {
  const { label, value, onType, onCommit, onEnter, onCancel, onStep, note, isWrong } = props
  const [draft, setDraft] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const { autoFocus = false } = props
  useEffect(() => {
    if (autoFocus) input.current?.select()
  }, [autoFocus])

  function type(text: string) {
    setDraft(text)
    onType?.(text)
  }
  function commit() {
    if (draft === null) return
    setDraft(null)
    onCommit(draft)
  }
  function onKeyDown(event: React.KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter') {
      commit()
      onEnter?.()
      // With Ctrl it is a command that wants the new value.
      if (!event.ctrlKey && !event.metaKey) event.preventDefault()
    } else if (event.key === 'Escape' && draft !== null) {
      setDraft(null)
      onCancel?.()
      event.stopPropagation()
    } else if (onStep && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const text = onStep(draft ?? value, event.key === 'ArrowUp' ? 1 : -1, event.shiftKey)
      if (text !== null) {
        // Now, while the page is clean: written amid React's changes it would lay all of them out twice.
        event.currentTarget.value = text
        type(text)
      }
      event.preventDefault()
    }
  }
  const look = `${props.isDefault && draft === null ? ' default' : ''}${isWrong ? ' wrong' : ''}${props.isFormula ? ' formula' : ''}`
  return (
    <span className={`field${look}`}>
      <input
        ref={input}
        type="text"
        aria-label={label}
        aria-invalid={isWrong ?? false}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder}
        spellCheck={false}
        autoComplete="off"
        value={draft ?? value}
        onChange={event => type(event.target.value)}
        onFocus={event => event.target.select()}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {note && draft === null && <span className="field-note">{note}</span>}
    </span>
  )
}
