// One control: the parameter's kind decides which.
import type { Json } from '../../shared/document/types.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type FieldEntry, type FormActions, isSegmented } from './parameter-form.tsx'
import { printParameter, readParameter, stepText } from './values.ts'
import { VariantField } from './variant-field.tsx'

interface FieldProps {
  readonly entry: FieldEntry
  readonly actions: FormActions
  readonly describedBy: string | undefined
}

export function Field({ entry, actions, describedBy }: FieldProps) {
  const { parameter, value } = entry
  const isExpression = typeof value === 'string' && value.startsWith('=')
  if (!isExpression && !entry.isMixed) {
    if (parameter.kind === 'flag') return <FlagField entry={entry} actions={actions} />
    if (parameter.kind === 'arguments') return <VariantField entry={entry} actions={actions} />
    if (parameter.kind === 'padding') return <PaddingField entry={entry} actions={actions} />
    if (isSegmented(parameter.kind, parameter.options))
      return <WordField entry={entry} actions={actions} />
  }
  if (parameter.kind === 'variant' && !isExpression)
    return <VariantField entry={entry} actions={actions} />
  if (parameter.kind === 'choice' && !isExpression)
    return <WordSelect entry={entry} actions={actions} />
  return <TypedField entry={entry} actions={actions} describedBy={describedBy} />
}

function TypedField({ entry, actions, describedBy }: FieldProps) {
  const { name, parameter, value, isMixed, computed, problem } = entry
  const { kind, label } = parameter
  const shown = value ?? parameter.default
  return (
    <TextField
      label={label}
      value={isMixed ? '' : printParameter(kind, shown)}
      placeholder={isMixed ? 'several' : ''}
      isDefault={value === undefined && !isMixed}
      isWrong={problem?.severity === 'error'}
      isFormula={kind === 'formula' || (typeof value === 'string' && value.startsWith('='))}
      note={computed}
      describedBy={describedBy}
      onType={text => actions.preview(name, readParameter(kind, text))}
      onCommit={text => {
        if (isMixed && text.trim() === '') actions.cancel()
        else actions.commit(name, readParameter(kind, text))
      }}
      onCancel={actions.cancel}
      onStep={(text, direction, isLarge) =>
        stepText(kind, text, direction, isLarge, parameter.minimum ?? -Infinity)
      }
    />
  )
}

type ControlProps = Omit<FieldProps, 'describedBy'>

function FlagField({ entry, actions }: ControlProps) {
  const { name, parameter, value, note } = entry
  return (
    <Switch
      label={parameter.label}
      isOn={(value ?? parameter.default) === true}
      onChange={isOn => actions.commit(name, chosen(entry, isOn))}
      {...(note !== undefined && { note })}
    />
  )
}

/** The default is written as nothing. */
function chosen(entry: FieldEntry, value: Json): Json | undefined {
  return value === entry.parameter.default && entry.value === undefined ? undefined : value
}

function WordField({ entry, actions }: ControlProps) {
  const { name, parameter, value } = entry
  const shown = value ?? parameter.default
  return (
    <Segmented
      label={parameter.label}
      isWide
      options={(parameter.options ?? []).map(word => ({ value: word, label: word }))}
      value={typeof shown === 'string' ? shown : null}
      onChange={word => actions.commit(name, chosen(entry, word))}
    />
  )
}

function WordSelect({ entry, actions }: ControlProps) {
  const { name, parameter, value, isMixed, problem } = entry
  const shown = value ?? parameter.default
  return (
    <Select
      label={parameter.label}
      options={parameter.options ?? []}
      value={isMixed || typeof shown !== 'string' ? null : shown}
      placeholder={isMixed ? 'several' : ''}
      isDefault={value === undefined && !isMixed}
      isWrong={problem?.severity === 'error'}
      onChange={word => actions.commit(name, word)}
    />
  )
}

const perSide = { value: 'sides', label: 'per side' }

function PaddingField({ entry, actions }: ControlProps) {
  const { name, parameter, value } = entry
  const shown = value ?? parameter.default
  const words = parameter.options ?? []
  const kind = typeof shown === 'string' && words.includes(shown) ? shown : 'sides'
  return (
    <>
      <Segmented
        label={parameter.label}
        isWide
        options={[...words.map(word => ({ value: word, label: word })), perSide]}
        value={kind}
        onChange={word => actions.commit(name, word === 'sides' ? 0 : chosen(entry, word))}
      />
      {kind === 'sides' && (
        <div className="padding-sides">
          <TypedField entry={entry} actions={actions} describedBy={undefined} />
          <span className="dim">{parameter.help}</span>
        </div>
      )}
    </>
  )
}
