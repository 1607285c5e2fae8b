import { useState } from 'react'
import { TextField } from '../ui/text-field.tsx'

interface NumberSettingProps {
  readonly label: string
  /** Beside the field, where the label says more than there is room for. */
  readonly shown?: string
  /** Undefined: left out in the document; the field shows what then counts. */
  readonly value: number | undefined
  readonly usual?: number
  /** What is wrong with a number, as a sentence. */
  readonly check: (value: number) => string | null
  readonly onChange: (value: number | undefined) => void
  /** Arrow keys multiply by two instead of adding one. */
  readonly steps?: 'add' | 'double' | 'decade'
}

export function NumberSetting(props: NumberSettingProps) {
  const { label, shown = label, value, usual, check, onChange, steps = 'add' } = props
  const [mistake, setMistake] = useState<string | null>(null)
  function commit(text: string) {
    const trimmed = text.trim()
    if (trimmed === '' && usual !== undefined) {
      setMistake(null)
      return onChange(undefined)
    }
    const number = Number(trimmed)
    const wrong = trimmed === '' || Number.isNaN(number) ? `${label} is a number.` : check(number)
    setMistake(wrong)
    if (wrong === null) onChange(number)
  }
  return (
    <>
      <span className="setting-label">{shown}</span>
      <span className="setting-value">
        <TextField
          label={label}
          value={String(value ?? usual ?? '')}
          onCommit={commit}
          onCancel={() => setMistake(null)}
          onStep={(text, direction) => step(text, direction, steps)}
          isDefault={value === undefined}
          isWrong={mistake !== null}
        />
        {mistake && <span className="field-message">{mistake}</span>}
      </span>
    </>
  )
}

function step(text: string, direction: 1 | -1, steps: 'add' | 'double' | 'decade'): string | null {
  const number = Number(text)
  if (text.trim() === '' || Number.isNaN(number)) return null
  if (steps === 'add') return String(number + direction)
  const factor = steps === 'double' ? 2 : 10
  return String(Number((direction === 1 ? number * factor : number / factor).toPrecision(6)))
}

export function whole(minimum: number): (value: number) => string | null {
  return value =>
    Number.isSafeInteger(value) && value >= minimum ? null : `A whole number, ${minimum} or more.`
}

export function above(limit: number): (value: number) => string | null {
  return value => (value > limit ? null : `A number above ${limit}.`)
}

export function share(value: number): string | null {
  return value >= 0 && value < 1 ? null : 'At least 0 and less than 1.'
}

export function atLeastZero(value: number): string | null {
  return value >= 0 ? null : '0 or more.'
}
