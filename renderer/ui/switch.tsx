import { Switch as AriaSwitch } from 'react-aria-components'
import './switch.css'

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  /** Said beside it. */
  readonly note?: string
}

export function Switch({ label, isOn, onChange, note }: SwitchProps) {
  return (
    <AriaSwitch aria-label={label} isSelected={isOn} onChange={onChange} className="switch">
      <span className="switch-track" />
      {note && <span className="dim">{note}</span>}
    </AriaSwitch>
  )
}
