// The form follows from the layer's parameter schema: each kind has one control.
import { memo } from 'react'
import { sameJson } from '../../shared/document/body.ts'
import type { Json } from '../../shared/document/types.ts'
import type { Parameter } from '../../shared/layers/parameters.ts'
import { Field } from './field.tsx'
import { schemaOf } from './variants.ts'

export interface FieldProblem {
  readonly message: string
  readonly severity: 'error' | 'warning' | 'hint'
}

export interface FieldEntry {
  readonly name: string
  readonly parameter: Parameter<unknown>
  /** As the file writes it; undefined: the default. */
  readonly value: Json | undefined
  /** Several selected layers have several values. */
  readonly isMixed: boolean
  /** What an expression comes to, for people. */
  readonly computed: string | undefined
  readonly problem: FieldProblem | undefined
  /** Said beside a switch: how many weights depend on it. */
  readonly note?: string
}

export interface FormActions {
  readonly preview: (name: string, value: Json | undefined) => void
  readonly commit: (name: string, value: Json | undefined) => void
  readonly cancel: () => void
}

export function ParameterForm({
  entries,
  actions,
}: {
  entries: readonly FieldEntry[]
  actions: FormActions
}) {
  return (
    <div className="form">
      {inRows(entries).map(entry => (
        <FormRow key={entry.name} entry={entry} actions={actions} />
      ))}
    </div>
  )
}

/** A wide field does not leave a hole beside the one before it: the next narrow one comes first. */
export function inRows(entries: readonly FieldEntry[]): readonly FieldEntry[] {
  const waiting = [...entries]
  const ordered: FieldEntry[] = []
  let isHalf = false
  while (waiting.length > 0) {
    const narrow = waiting.findIndex(entry => !needsWidth(entry))
    const at: number = isHalf && narrow >= 0 ? narrow : 0
    const [next] = waiting.splice(at, 1)
    if (!next) break
    ordered.push(next)
    isHalf = !needsWidth(next) && !isHalf
  }
  return ordered
}

/** Lists and paddings need the whole width, the rest stands in two columns. */
export function isWide({ kind, options }: Parameter<unknown>): boolean {
  return (
    kind === 'padding' ||
    kind === 'sides' ||
    kind === 'dims' ||
    kind === 'formula' ||
    kind === 'values' ||
    isSegmented(kind, options)
  )
}

/** Fields of arguments stand below the word that takes them. */
function needsWidth(entry: FieldEntry): boolean {
  return isWide(entry.parameter) || Object.keys(schemaOf(entry)).length > 0
}

export function isSegmented(kind: string, options: readonly string[] | undefined): boolean {
  return kind === 'choice' && (options?.length ?? 0) <= 3
}

interface FormRowProps {
  readonly entry: FieldEntry
  readonly actions: FormActions
}

/** An edit changes one field; the others, with their menus and switches, stay as they are. */
const FormRow = memo(Row, (before, now) => {
  const { parameter, ...rest } = now.entry
  const { parameter: parameterBefore, ...restBefore } = before.entry
  return (
    before.actions === now.actions && parameter === parameterBefore && sameJson(rest, restBefore)
  )
})

function Row({ entry, actions }: FormRowProps) {
  const { name, parameter, problem } = entry
  const messageId = `problem-${name}`
  return (
    <div className={`form-row${needsWidth(entry) ? ' wide' : ''}`}>
      <span className="form-label" title={parameter.help ?? parameter.label}>
        {shortLabel(parameter.label)}
      </span>
      <div className="form-control">
        <Field entry={entry} actions={actions} describedBy={problem ? messageId : undefined} />
        {problem && (
          <p id={messageId} className={`field-message ${problem.severity}`}>
            {problem.message}
          </p>
        )}
      </div>
    </div>
  )
}

const shortLabels: Readonly<Record<string, string>> = {
  'Kernel size': 'Kernel',
  'Dilation rate': 'Dilation',
  'Pool size': 'Pool',
  'Target shape': 'Shape',
  'Use bias': 'Bias',
  'Weight normalization': 'W. norm',
}

function shortLabel(label: string): string {
  return shortLabels[label] ?? label
}
