// A template with the sizes and parameters that a person has typed beside it, before it is opened.
import type { Json, NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Network } from '../../shared/graph/network.ts'
import { instantiate, parseSizes, TemplateError } from '../../templates/instantiate.ts'
import type { Template } from '../../templates/template.ts'

/** What stands in the fields; a field that nobody has touched is absent. */
export interface Typed {
  readonly input?: string
  readonly set: Readonly<Record<string, string>>
}

export interface Adapted {
  readonly document: NetworkDocument
  readonly network: Network
  /** Why this cannot be made of the template; the document is then the last that could. */
  readonly refusal: string | null
}

export const untouched: Typed = { set: {} }

export function adapt(template: Template, { input, set }: Typed): Adapted {
  try {
    const document = instantiate(template.name, {
      ...(input !== undefined && { input: parseSizes(input) }),
      set,
    })
    return { document, network: analyse(document), refusal: null }
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown
    const { document } = template
    return { document, network: analyse(document), refusal: thrown.message }
  }
}

export interface Setting {
  readonly name: string
  readonly value: Json
  /** Words to choose from, where the template names them. */
  readonly words?: readonly string[]
}

/** Parameters of the template, its choices by words first, classes before the others. */
export function settingsOf({ document, choices = {} }: Template): readonly Setting[] {
  const words = Object.entries(choices).map(([name, choice]): Setting => {
    const [first = ''] = Object.keys(choice)
    const present = Object.entries(choice).find(([, values]) =>
      Object.entries(values).every(([key, value]) => document.parameters?.[key] === value),
    )
    return { name, value: present?.[0] ?? first, words: Object.keys(choice) }
  })
  const inWords = new Set(
    Object.values(choices)
      .flatMap(each => Object.values(each))
      .flatMap(Object.keys),
  )
  const own = Object.entries(document.parameters ?? {})
    .filter(([name]) => !inWords.has(name))
    .map(([name, value]): Setting => ({ name, value }))
  const classes = own.filter(({ name }) => name === 'classes')
  return [...classes, ...words, ...own.filter(({ name }) => name !== 'classes')]
}
