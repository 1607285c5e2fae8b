// A word with arguments of its own: the word from a list, and below it a field for each of its arguments.
import { Select } from '../ui/select.tsx'
import { type FieldEntry, type FormActions, ParameterForm } from './parameter-form.tsx'
import { argumentActions, argumentEntries, chosenWord, withWord, wordsOf } from './variants.ts'

interface VariantProps {
  readonly entry: FieldEntry
  readonly actions: FormActions
}

export function VariantField({ entry, actions }: VariantProps) {
  const { name, parameter, value, isMixed, problem } = entry
  return (
    <>
      {!parameter.parts && (
        <Select
          label={parameter.label}
          options={wordsOf(parameter)}
          value={isMixed ? null : chosenWord(entry)}
          placeholder={isMixed ? 'several' : ''}
          isDefault={value === undefined && !isMixed}
          isWrong={problem?.severity === 'error'}
          onChange={word => actions.commit(name, withWord(entry, word))}
        />
      )}
      {!isMixed && <ArgumentFields entry={entry} actions={actions} />}
    </>
  )
}

function ArgumentFields({ entry, actions }: VariantProps) {
  const entries = argumentEntries(entry)
  if (entries.length === 0) return null
  return (
    <fieldset className="variant-arguments" aria-label={`Arguments of ${entry.parameter.label}`}>
      <ParameterForm entries={entries} actions={argumentActions(entry, actions)} />
    </fieldset>
  )
}
