// T15: whatever a drawing's names are, the printed program is the same but for identifiers and literals.
import { parseSync } from 'rolldown/utils'
import { describe, expect, it } from 'vitest'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { emitModel } from '../../../shared/emit/typescript/model.ts'

const words = [
  'class',
  'default',
  'await',
  'in',
  'tf',
  'own',
  'Tensor',
  'x',
  'name',
  'index',
  'arguments',
  'eval',
  'undefined',
  'NaN',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'let',
  'of',
  'type',
]
const fragments = [
  "'",
  '"',
  '`',
  '\\',
  '\n',
  '\r',
  '\u2028',
  '\u2029',
  '\0',
  '*/',
  '/*',
  '//',
  '${',
  '}',
  '</script>',
  '<!--',
  '-->',
  '"""',
  "'''",
  ');process.exit(1)//',
  "' + alert(1) + '",
  '`+f()+`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name that would run if it were pasted
  '${process.exit(1)}',
  '\\u0027',
  '\\',
  '\ud800',
  '\u202e',
  '\ufeff',
  '\u00ad',
  'é',
  '名前',
  '🙂',
  ' ',
  '',
  '#!',
  '@ts-ignore',
  '%s',
  '()',
  '=>',
  ';',
  ',',
  ':',
  '?',
  '[',
  ']',
  '{',
  '=',
  '-',
  '.',
  '/',
  '|',
  '&',
  '<',
  '>',
  '!',
  '~',
  '^',
]

/** A linear congruential generator: the same 10,000 names in every run. */
function hostileNames(count: number): string[] {
  let state = 1
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: count }, () => {
    const pool = next(3) === 0 ? words : fragments
    return Array.from({ length: 1 + next(5) }, () => pool[next(pool.length)] ?? '').join('')
  })
}

/** A number keeps a name apart from an equal one before it; the others stay as wild as they are. */
function apart(names: readonly string[]): string[] {
  const taken = new Set(['filters'])
  return names.map((name, place) => {
    const unique = taken.has(name) ? `${name}${place}` : name
    taken.add(unique)
    return unique
  })
}

/** Names in every place that a document has for them; `of` gives the name at a place, all different. */
function named(of: (place: number) => string, parts: number): NetworkDocument {
  const stages = Array.from({ length: parts }, (_, part) => part)
  const block = of(1)
  const input = of(0)
  return {
    format: 'layerloom',
    version: 1,
    name: of(2),
    parameters: Object.fromEntries(stages.map(part => [of(10 + part * 4), part])),
    nodes: [
      { id: input, type: 'input', params: { shape: [4, 4, 2] } },
      ...stages.flatMap(part => [
        { id: of(11 + part * 4), type: 'block', block, params: { filters: 2 } },
        {
          id: of(12 + part * 4),
          type: 'conv2d',
          // A leading slash has a meaning here.
          sharedWeights: `w${of(13 + part * 4)}`,
          params: { filters: 2, kernelSize: 1, activation: 'hardSigmoid' },
        },
      ]),
    ],
    edges: stages.flatMap(part => [
      { source: part === 0 ? input : of(8 + part * 4), target: of(11 + part * 4) },
      { source: of(11 + part * 4), target: of(12 + part * 4) },
    ]),
    blocks: {
      [block]: {
        parameters: { filters: 2, [of(3)]: 'same', [of(4)]: true },
        nodes: [
          { id: of(5), type: 'blockInput' },
          { id: of(6), type: 'conv2d', params: { filters: '=filters', kernelSize: 1 } },
          { id: of(7), type: 'activation' },
          { id: of(8), type: 'blockOutput' },
        ],
        edges: [
          { source: of(5), target: of(6) },
          { source: of(6), target: of(7) },
          { source: of(7), target: of(8) },
        ],
      },
    },
  }
}

const perDrawing = 410
const parts = (perDrawing - 10) / 4

function printed(document: NetworkDocument): string {
  return emitModel(document)
    .lines.map(line => line.text)
    .join('\n')
}

/** The tree without places, identifiers, literals and keys; whether a property is written short. */
function skeleton(code: string): { tree: string; comments: readonly string[] } {
  const { program, comments, errors } = parseSync('model.ts', code)
  expect(errors.map(error => error.message)).toEqual([])
  const left = new Set([
    'start',
    'end',
    'value',
    'raw',
    'cooked',
    'name',
    'key',
    'shorthand',
    'range',
  ])
  const tree = JSON.stringify(program, function keep(this: { type?: string }, key, value) {
    const isLeaf = ['Identifier', 'Literal', 'TemplateElement'].includes(this?.type ?? '')
    const isKey = this?.type === 'Property' || this?.type === 'TSPropertySignature'
    if (isLeaf ? left.has(key) : ['start', 'end', 'range'].includes(key)) return undefined
    return isKey && (key === 'key' || key === 'shorthand') ? undefined : value
  })
  return { tree, comments: comments.map(comment => comment.value) }
}

describe('hostile names', () => {
  const benign = skeleton(printed(named(place => `n${place}`, parts)))
  const names = hostileNames(10_000)
  const drawings = Math.floor(names.length / perDrawing)

  it.each(Array.from({ length: drawings }, (_, drawing) => drawing))(
    'of drawing %i leave the program what it is',
    drawing => {
      const unique = apart(names.slice(drawing * perDrawing, (drawing + 1) * perDrawing))
      const { tree, comments } = skeleton(printed(named(place => unique[place] ?? '', parts)))
      expect(tree === benign.tree).toBe(true)
      expect(comments).toEqual(benign.comments)
    },
  )

  it('leave no line but those that the program has, and nothing that ends a script element', () => {
    const code = printed(named(place => `${names[place] ?? ''}${place}`, parts))
    expect(code).not.toMatch(/<\/script|<!--|[\u2028\u2029\0\r]/)
  })

  it('are still told apart by the layers, character for character', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text, as above
    const id = "a'b\\c`${d}\n\u2028*/"
    const code = printed({
      format: 'layerloom',
      version: 1,
      name: '',
      nodes: [
        { id: 'x', type: 'input', params: { shape: [3] } },
        { id, type: 'dense', params: { units: 2 } },
      ],
      edges: [{ source: 'x', target: id }],
    })
    const found: unknown[] = []
    JSON.stringify(parseSync('model.ts', code).program, (_, value) => {
      if (value?.type === 'Literal') found.push(value.value)
      return value
    })
    expect(found).toContain(id)
  })
})
