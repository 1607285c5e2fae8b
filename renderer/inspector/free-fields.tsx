// Named values without a schema: parameters of a document, of a block, or given to a block's use.
import { memo } from 'react'
import type { Json } from '../../shared/document/types.ts'
import { TextField } from '../ui/text-field.tsx'
import type { FormActions } from './parameter-form.tsx'
import { printValue, readFree } from './values.ts'

export interface FreeEntry {
  readonly name: string
  readonly label: string
  readonly value: Json | undefined
  /** Shown where nothing is written. */
  readonly fallback: Json
  readonly note?: string | undefined
  readonly problem?: string | undefined
}

interface FreeFieldsProps {
  readonly entries: readonly FreeEntry[]
  readonly actions: FormActions
}

export function FreeFields({ entries, actions }: FreeFieldsProps) {
  return (
    <div className="form free">
      {entries.map(entry => (
        <FreeField key={entry.name} {...entry} actions={actions} />
      ))}
    </div>
  )
}

/** Rests while another field is typed in. */
const FreeField = memo(function FreeField({
  name,
  label,
  value,
  fallback,
  note,
  problem,
  actions,
}: FreeEntry & { readonly actions: FormActions }) {
  return (
    <div className="form-row">
      <span className="form-label" title={name}>
        {label}
      </span>
      <div className="form-control">
        <TextField
          label={label}
          value={printValue(value ?? fallback)}
          isDefault={value === undefined}
          isFormula={typeof value === 'string' && value.startsWith('=')}
          isWrong={problem !== undefined}
          note={note}
          onType={text => actions.preview(name, readFree(text))}
          onCommit={text => actions.commit(name, readFree(text))}
          onCancel={actions.cancel}
        />
        {problem && <p className="field-message">{problem}</p>}
      </div>
    </div>
  )
})
