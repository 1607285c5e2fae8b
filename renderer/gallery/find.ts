// Which templates the words of a search mean, best first: a network is looked for by its name, and others
// mention it in what is said of them.
import { byHeading } from '../../templates/families.ts'
import { templates } from '../../templates/index.ts'
import type { Template } from '../../templates/template.ts'

/** By heading, the heading of the best first; in the gallery's order where nothing is searched for. */
export function findTemplates(query: string) {
  const words = wordsOf(query)
  const shown = templates.filter(template => has(everythingOf(template), words))
  const ranks = new Map(shown.map(template => [template, rankOf(template, query)]))
  const rank = (template: Template | undefined) => (template && ranks.get(template)) ?? 0
  const sorted = shown.toSorted((a, b) => rank(a) - rank(b))
  return byHeading(sorted).toSorted((a, b) => rank(a.templates[0]) - rank(b.templates[0]))
}

/** The size of its family that the words name, else the template itself: `vgg-16` is one of VGG-11's sizes. */
export function sizeMeant(template: Template, query: string): string {
  const words = wordsOf(query)
  const sizes = [template, ...(template.variants ?? [])]
  const exact = sizes.find(size => isSaid(size, query))
  const meant = sizes.find(size => has(`${size.name} ${size.title}`, words))
  return (exact ?? meant ?? template).name
}

function isSaid({ name, title }: { name: string; title: string }, query: string): boolean {
  const said = query.trim().toLowerCase()
  return said === name || said === title.toLowerCase()
}

/** 0 for a name that was typed in full, 1 for a part of one, 2 for a mention. */
function rankOf(template: Template, query: string): number {
  if ([template, ...(template.variants ?? [])].some(size => isSaid(size, query))) return 0
  return has(namesOf(template), wordsOf(query)) ? 1 : 2
}

function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean)
}

function has(text: string, words: readonly string[]): boolean {
  return words.every(word => text.toLowerCase().includes(word))
}

function namesOf({ name, title, variants = [] }: Template): string {
  return [name, title, ...variants.flatMap(size => [size.name, size.title])].join(' ')
}

function everythingOf(template: Template): string {
  const { idea, paper, year, family } = template
  return `${namesOf(template)} ${idea} ${paper} ${year} ${family}`
}
