import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  ToggleButton as AriaToggleButton,
} from 'react-aria-components'
import { Tip } from './tooltip.tsx'
import './button.css'

interface Look {
  /** Primary: the one thing to do here. Quiet: no border. */
  readonly look?: 'primary' | 'plain' | 'quiet'
  readonly small?: boolean
}

export interface ButtonProps extends Omit<AriaButtonProps, 'className'>, Look {
  /** Said on hover and focus; also the name of a button that shows an icon only. */
  readonly tip?: string
  readonly iconOnly?: boolean
  readonly keys?: string
  /** Looks disabled but stays focusable, so that the tip can say what to do first. */
  readonly off?: boolean
  readonly className?: string
}

export function Button(props: ButtonProps) {
  const { look = 'plain', small, tip, iconOnly, keys, off, className = '', ...rest } = props
  const classes = `button ${look}${small ? ' small' : ''}${iconOnly ? ' icon-only' : ''}${off ? ' off' : ''} ${className}`
  const name = iconOnly && tip ? { 'aria-label': tip } : {}
  const button = (
    <AriaButton {...name} {...rest} className={classes} {...(off && { 'aria-disabled': true })} />
  )
  return tip ? (
    <Tip text={tip} keys={keys}>
      {button}
    </Tip>
  ) : (
    button
  )
}

interface ToggleProps extends Look {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly children: React.ReactNode
}

export function IconToggle({ label, isOn, onChange, children, small }: ToggleProps) {
  return (
    <Tip text={label}>
      <AriaToggleButton
        aria-label={label}
        isSelected={isOn}
        onChange={onChange}
        className={`button quiet icon-only${small ? ' small' : ''}`}
      >
        {children}
      </AriaToggleButton>
    </Tip>
  )
}
