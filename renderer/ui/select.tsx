import { ChevronDown } from 'lucide-react'
import {
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import './field.css'
import './menu.css'

interface SelectProps {
  readonly label: string
  readonly options: readonly string[]
  /** Null shows the placeholder. */
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly isDefault?: boolean
  readonly isWrong?: boolean
}

export function Select(props: SelectProps) {
  const { label, options, value, onChange, placeholder = '', isDefault, isWrong } = props
  return (
    <AriaSelect
      aria-label={label}
      value={value}
      onChange={key => typeof key === 'string' && onChange(key)}
      placeholder={placeholder}
      isInvalid={isWrong ?? false}
    >
      <Button className={`field select${isDefault ? ' default' : ''}${isWrong ? ' wrong' : ''}`}>
        <SelectValue className="select-value" />
        <ChevronDown size={14} strokeWidth={1.5} />
      </Button>
      <Popover className="menu-popover" offset={4}>
        <ListBox className="menu" items={options.map(id => ({ id }))}>
          {option => (
            <ListBoxItem id={option.id} textValue={option.id} className="menu-item">
              {option.id}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
