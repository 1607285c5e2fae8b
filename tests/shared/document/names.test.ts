import { describe, expect, it } from 'vitest'
import { rename } from '../../../shared/document/edits.ts'
import { createBlock } from '../../../shared/document/group.ts'
import {
  isId,
  isRepeat,
  problemWithBlockName,
  problemWithParameterName,
} from '../../../shared/document/names.ts'
import { parseDocument } from '../../../shared/document/parse.ts'
import { printDocument } from '../../../shared/document/print.ts'
import { documentOf, nodes, wires } from './documents.ts'

const chain = documentOf({ nodes: nodes('image:input', 'head:dense'), edges: wires('image head') })

describe('a name', () => {
  it('that an edit takes can be read from a file again', () => {
    const long = 'a'.repeat(200)
    const named = rename(createBlock(chain, ['head'], long), 'image', long)
    expect(named.nodes.map(node => node.id.length)).toEqual([200, 191])
    expect(() => parseDocument(printDocument(named))).not.toThrow()
  })

  it('of more than 200 characters is taken by no edit', () => {
    const long = 'a'.repeat(201)
    expect(isId(long)).toBe(false)
    expect(rename(chain, 'image', long)).toBe(chain)
    expect(createBlock(chain, ['head'], long)).toBe(chain)
    expect(problemWithBlockName(chain, long)).toContain('at most 200')
  })

  it('of a block is free', () => {
    const grouped = createBlock(chain, ['head'], 'unit')
    expect(problemWithBlockName(grouped, 'unit')).toContain('There is a block unit already.')
    expect(problemWithBlockName(grouped, 'unit2')).toBeUndefined()
  })

  it('of a parameter can be written into an expression', () => {
    expect(problemWithParameterName('growth_2')).toBeUndefined()
    for (const name of ['', '2nd', 'a-b', 'a.b', 'a'.repeat(101)])
      expect(problemWithParameterName(name), name).toContain('letters, digits and underscores')
    expect(problemWithParameterName('index')).toContain('a meaning of its own')
  })
})

describe('a repeat', () => {
  it('is a count or an expression', () => {
    expect([0, 3, '=depth'].every(isRepeat)).toBe(true)
    expect([-1, 2.5, Number.POSITIVE_INFINITY, 'three', true, null].some(isRepeat)).toBe(false)
  })
})
