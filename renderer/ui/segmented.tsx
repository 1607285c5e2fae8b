import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import './segmented.css'

interface Option<T extends string> {
  readonly value: T
  readonly label: string
}

interface SegmentedProps<T extends string> {
  readonly label: string
  readonly options: readonly Option<T>[]
  /** Null where several different values are shown at once. */
  readonly value: T | null
  readonly onChange: (value: T) => void
  readonly isWide?: boolean
}

export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, options, value, onChange, isWide = false } = props
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={keys => {
        const chosen = options.find(option => keys.has(option.value))
        if (chosen) onChange(chosen.value)
      }}
      className={`segmented${isWide ? ' wide' : ''}`}
    >
      {options.map(option => (
        <ToggleButton key={option.value} id={option.value} className="segment">
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
