// Words with arguments of their own as a form sees them: the word chosen, a field for each argument, and what
// the file then says: the word alone where no argument is given.
import type { Json, JsonObject } from '../../shared/document/types.ts'
import type { Parameter, Schema } from '../../shared/layers/parameters.ts'
import { isObject, wordOf } from '../../shared/layers/variant.ts'
import type { FieldEntry, FormActions } from './parameter-form.tsx'

/** What stands in the list of words for nothing at all. */
export const nothing = 'none'

/** The chosen word; null where what is written is none. */
export function chosenWord({ parameter, value }: FieldEntry): string | null {
  const shown = value ?? parameter.default
  if (shown === null) return nothing
  const word = wordOf(shown)
  return word !== null && parameter.options?.includes(word) ? word : null
}

export function wordsOf({ options = [], default: value }: Parameter<unknown>): readonly string[] {
  return value === null ? [nothing, ...options] : options
}

/** The arguments of the chosen word, or of an object of arguments. */
export function schemaOf(entry: FieldEntry): Schema {
  const { parts, variants } = entry.parameter
  if (parts) return parts
  const word = chosenWord(entry)
  return (word !== null && variants?.[word]) || {}
}

export function argumentEntries(entry: FieldEntry): readonly FieldEntry[] {
  const written: JsonObject = isObject(entry.value) ? entry.value : {}
  return Object.entries(schemaOf(entry)).map(([name, parameter]) => ({
    name,
    parameter,
    value: written[name],
    isMixed: false,
    computed: undefined,
    problem: undefined,
  }))
}

/** What the file says once a word is chosen: a word that cannot stand alone comes with its arguments. */
export function withWord({ parameter }: FieldEntry, word: string): Json | undefined {
  if (word === nothing) return undefined
  const needed = Object.entries(parameter.variants?.[word] ?? {}).filter(([, p]) => p.required)
  if (needed.length === 0) return word
  return { kind: word, ...Object.fromEntries(needed.map(([name, p]) => [name, p.default])) }
}

/** What the file says once an argument is; undefined takes it out. */
export function withArgument(
  entry: FieldEntry,
  name: string,
  value: Json | undefined,
): Json | undefined {
  const {
    [name]: _,
    kind: __,
    ...others
  } = isObject(entry.value) ? entry.value : ({} as JsonObject)
  const args: JsonObject = value === undefined ? others : { ...others, [name]: value }
  const word = chosenWord(entry)
  if (entry.parameter.parts) return Object.keys(args).length === 0 ? undefined : args
  if (word === null || word === nothing) return undefined
  return Object.keys(args).length === 0 ? withWord(entry, word) : { kind: word, ...args }
}

/** Edits of arguments as edits of the parameter that holds them. */
export function argumentActions(entry: FieldEntry, actions: FormActions): FormActions {
  return {
    preview: (name, value) => actions.preview(entry.name, withArgument(entry, name, value)),
    commit: (name, value) => actions.commit(entry.name, withArgument(entry, name, value)),
    cancel: actions.cancel,
  }
}
