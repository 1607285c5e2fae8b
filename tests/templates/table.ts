// docs/templates.md, made from the templates and what their peers say.

import { analyse } from '../../shared/graph/analyse.ts'
import { formatShape } from '../../shared/graph/format.ts'
import { allTemplates, templates } from '../../templates/index.ts'
import type { Template } from '../../templates/template.ts'
import { keras, torchvision } from './peers.ts'

const head = `# Templates

Made by \`tests/templates/docs.test.ts\` from the templates themselves; change those, not this file. Parameters are trainable ones; a multiply-accumulate (MAC)
counts as one, of convolutions, dense layers and attention products only. The last column names whose network of that name has the same layers, with the same sizes and
parameters: torchvision ${torchvision.version} in the same order, Keras ${keras.version} in any. The other counts are tested against published figures and arithmetic by hand.

`

/** The whole file. */
export function templatesPage(): string {
  const rows = allTemplates.map(rowOf)
  const columns = ['template', 'input', 'parameters', 'MACs', 'published error', 'checked against']
  const table = [columns, columns.map((_, at) => (at === 2 || at === 3 ? '---:' : '---')), ...rows]
  return `${head}${table.map(cells => `| ${cells.join(' | ')} |`).join('\n')}\n\n${templates.map(about).join('\n')}`
}

/** The module from which the list of templates takes its figures. */
export function countsModule(): string {
  const entries = allTemplates.map(({ name, document }) => {
    const digits = analyse(document).totals.parameters.toLocaleString('en-US').replaceAll(',', '_')
    return `  ${/^\w+$/.test(name) ? name : `'${name}'`}: ${digits},`
  })
  return `${countsHead}${entries.join('\n')}\n}\n`
}

const countsHead = `// Made by tests/templates/docs.test.ts from the templates: analysing them all takes over a second.
/** Numbers learnt or kept, by the template’s name. */
export const parameterCounts: Readonly<Record<string, number>> = {
`

function rowOf({ name, document, error = '' }: Template): readonly string[] {
  const { totals, inputs, byId } = analyse(document)
  const shapes = inputs.map(id => formatShape(byId.get(id)?.outputShapes?.[0] ?? []))
  return [
    `\`${name}\``,
    [...new Set(shapes)].join(', '),
    totals.trainable.toLocaleString('en-US'),
    totals.macs.toLocaleString('en-US'),
    error,
    [torchvision, keras]
      .flatMap(({ networks }, at) => (networks[name] ? ['torchvision', 'Keras'][at] : []))
      .join(', '),
  ]
}

function about({ title, name, year, paper, idea, document, choices = {} }: Template): string {
  const parameters = Object.entries(document.parameters ?? {})
  const words = Object.entries(choices).map(
    ([word, choice]) => `\`${word}\` (${Object.keys(choice).join(', ')})`,
  )
  return [
    `## ${title}`,
    `\`${name}\`, ${year}. ${paper}.`,
    '',
    idea,
    '',
    `Parameters: ${[...parameters.map(([key, value]) => `\`${key}\` ${value}`), ...words].join(', ')}.`,
    '',
  ].join('\n')
}
