// Pages of help, made from declarations: the program shows them, and docs/ holds them as Markdown.
import type { AnyLayer } from '../layers/define.ts'
import type { Parameter } from '../layers/parameters.ts'
import { diagnostics } from './diagnostics.ts'

export interface HelpPage {
  /** `layer:conv2d`, `problem:cycle`. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly table?: HelpTable
}

export interface HelpTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function layerPage(layer: AnyLayer): HelpPage {
  const parameters = Object.entries(layer.params)
  return {
    id: `layer:${layer.type}`,
    title: layer.label,
    text: `${layer.help} ${readsWhat(layer)}`,
    ...(parameters.length > 0 && {
      table: {
        head: ['Argument', 'Default', 'What it takes'],
        rows: parameters.map(([name, parameter]) => [name, written(parameter), takes(parameter)]),
      },
    }),
  }
}

function readsWhat({ inputs }: AnyLayer): string {
  if (inputs === 'none') return 'It starts a network and reads nothing.'
  if (inputs === 'one') return 'It reads one input.'
  if (inputs === 'many') return 'It reads any number of inputs, in the order of their wires.'
  return `It reads ${inputs.length} inputs: ${inputs.join(', ')}.`
}

function written({ default: value, required }: Parameter<unknown>): string {
  return required ? 'must be given' : JSON.stringify(value)
}

function takes(parameter: Parameter<unknown>): string {
  const { label, options, variants, minimum, maximum, help } = parameter
  const words = options
    ? `one of ${options.map(word => withArguments(word, variants)).join(', ')}`
    : null
  const from = minimum !== undefined && Number.isFinite(minimum) ? `from ${minimum}` : null
  const to = maximum !== undefined && maximum < 2 ** 31 - 1 ? `to ${maximum}` : null
  const range = [from, to].filter(part => part !== null).join(' ')
  return [label, words, range === '' ? null : range, help]
    .filter(part => part !== null && part !== undefined)
    .join('; ')
}

/** `randomNormal (mean, stddev)` */
function withArguments(word: string, variants: Parameter<unknown>['variants']): string {
  const names = Object.keys(variants?.[word] ?? {})
  return names.length === 0 ? word : `${word} (${names.join(', ')})`
}

export function problemPage(code: string): HelpPage | undefined {
  const diagnostic = Object.hasOwn(diagnostics, code) ? diagnostics[code] : undefined
  if (!diagnostic) return undefined
  return { id: `problem:${code}`, title: diagnostic.title, text: diagnostic.page }
}

export const problemPages: readonly HelpPage[] = Object.keys(diagnostics).flatMap(
  code => problemPage(code) ?? [],
)

/** Pages one under another, with their ids as anchors. */
export function toMarkdown(title: string, intro: string, pages: readonly HelpPage[]): string {
  const parts = pages.map(page => {
    const code = page.id.slice(page.id.indexOf(':') + 1)
    const table = page.table ? `\n\n${markdownTable(page.table)}` : ''
    return `## ${page.title}\n\`${code}\`\n\n${page.text}${table}`
  })
  return `# ${title}\n\n${intro}\n\n${parts.join('\n\n')}\n`
}

function markdownTable({ head, rows }: HelpTable): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
