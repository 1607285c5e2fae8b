// All that is to be known of a template, and its sizes and parameters to be chosen before it is opened.
import { useEffect, useState } from 'react'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { formatGrouped, formatShort } from '../../shared/graph/format.ts'
import type { Network } from '../../shared/graph/network.ts'
import { findTemplate } from '../../templates/index.ts'
import { smallestSide } from '../../templates/smallest-input.ts'
import type { Template } from '../../templates/template.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import { adapt, type Setting, settingsOf, type Typed, untouched } from './adapted.ts'
import { NetworkOutline } from './outline.tsx'

interface DetailsProps {
  /** The size of a family that was chosen on its card. */
  readonly template: Template
  readonly names: readonly string[]
  readonly onOpen: (document: NetworkDocument) => void
  readonly onClose: () => void
}

export function TemplateDetails({ template, names, onOpen, onClose }: DetailsProps) {
  const [name, setName] = useState(template.name)
  const [typed, setTyped] = useState<Typed>(untouched)
  const chosen = findTemplate(name) ?? template
  const { document, network, refusal } = adapt(chosen, typed)
  const choose = (next: string) => {
    setName(next)
    setTyped(untouched)
  }
  return (
    <Dialog title={chosen.title} isOpen onClose={onClose} className="template-details">
      <p className="dim">
        {chosen.year}. {chosen.paper}.
      </p>
      <NetworkOutline document={document} width={520} height={120} />
      <p>{chosen.idea}</p>
      {chosen.error !== undefined && <p className="dim">Published: {chosen.error}.</p>}
      <div className="template-form">
        {names.length > 1 && (
          <Field label="Size">
            <Select label="Size" options={names} value={name} onChange={choose} />
          </Field>
        )}
        <InputField network={network} document={document} typed={typed} onType={setTyped} />
        {settingsOf(chosen).map(setting => (
          <SettingField
            key={`${name} ${setting.name}`}
            setting={setting}
            text={typed.set[setting.name]}
            onChange={text => setTyped({ ...typed, set: { ...typed.set, [setting.name]: text } })}
          />
        ))}
      </div>
      {refusal !== null && <p className="field-message">{refusal}</p>}
      <Totals network={network} />
      <Problems network={network} />
      <div className="ask-buttons">
        <Button look="primary" off={refusal !== null} onPress={() => onOpen(document)}>
          Open {chosen.title}
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Dialog>
  )
}

function Field({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="form-row">
      <span className="form-label" title={label}>
        {label}
      </span>
      <div className="form-control">{children}</div>
    </div>
  )
}

interface InputFieldProps {
  readonly network: Network
  readonly document: NetworkDocument
  readonly typed: Typed
  readonly onType: (typed: Typed) => void
}

function InputField({ network, document, typed, onType }: InputFieldProps) {
  const shape = network.byId.get(network.inputs[0] ?? '')?.outputShapes?.[0] ?? []
  const smallest = useSmallest(document)
  return (
    <Field label="Input">
      <TextField
        label="Input"
        value={typed.input ?? shape.join('×')}
        isDefault={typed.input === undefined}
        note={smallest === null ? undefined : `from ${smallest}×${smallest}`}
        onCommit={input => onType({ ...typed, input })}
      />
    </Field>
  )
}

/** Some ten analyses: after what was typed is shown. */
function useSmallest(document: NetworkDocument): number | null {
  const [found, setFound] = useState<{ for: NetworkDocument; side: number | null } | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setFound({ for: document, side: smallestSide(document) }), 50)
    return () => clearTimeout(timer)
  }, [document])
  return found?.for === document ? found.side : null
}

interface SettingFieldProps {
  readonly setting: Setting
  readonly text: string | undefined
  readonly onChange: (text: string) => void
}

function SettingField({ setting: { name, value, words }, text, onChange }: SettingFieldProps) {
  if (words)
    return (
      <Field label={name}>
        <Select label={name} options={words} value={text ?? String(value)} onChange={onChange} />
      </Field>
    )
  if (typeof value === 'boolean')
    return (
      <Field label={name}>
        <Switch
          label={name}
          isOn={(text ?? String(value)) === 'true'}
          onChange={isOn => onChange(String(isOn))}
        />
      </Field>
    )
  return (
    <Field label={name}>
      <TextField
        label={name}
        value={text ?? String(value)}
        isDefault={text === undefined}
        onCommit={onChange}
      />
    </Field>
  )
}

function Totals({ network: { totals } }: { network: Network }) {
  const least = totals.complete ? '' : '≥ '
  return (
    <p className="template-totals">
      <b>
        {least}
        {formatGrouped(totals.parameters)}
      </b>{' '}
      parameters, <b>{least + formatShort(totals.macs)}</b> MACs
    </p>
  )
}

/** What would be wrong with the opened network; its data can be chosen later. */
function Problems({ network }: { network: Network }) {
  const shown = network.problems.filter(
    ({ severity, about }) => severity !== 'hint' && about !== 'data',
  )
  if (shown.length === 0) return <p className="dim">No problems.</p>
  return (
    <ul className="template-problems" aria-label="Problems">
      {shown.slice(0, 4).map(({ code, node, severity, message }) => (
        <li key={`${code} ${node} ${message}`} className={severity}>
          {node !== null && <b>{node}: </b>}
          {message}
        </li>
      ))}
      {shown.length > 4 && <li className="dim">and {shown.length - 4} more</li>}
    </ul>
  )
}
