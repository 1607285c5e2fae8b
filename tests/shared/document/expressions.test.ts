import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printExpression } from '../../../shared/document/expression-print.ts'
import { ExpressionError } from '../../../shared/document/expression-tree.ts'
import {
  evaluate,
  holdsExpression,
  names,
  parseExpression,
} from '../../../shared/document/expressions.ts'
import type { Json } from '../../../shared/document/types.ts'

function valueOfText(text: string, scope: Record<string, Json> = {}): Json {
  return evaluate(parseExpression(text), name => scope[name])
}

function errorOf(run: () => unknown): ExpressionError {
  try {
    run()
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('the value of an expression', () => {
  it.each([
    ['=4*growth', 48],
    ['=1 + 2 * 3', 7],
    ['=(1 + 2) * 3', 9],
    ['=2 - 3 - 4', -5],
    ['=16 / 4 / 2', 2],
    ['=-2 * -3', 6],
    ['=--2', 2],
    ['=2 - -2', 4],
    ['=1e-3 * 1000', 1],
    ['=.5 + 1.', 1.5],
    ['=growth == 12', 1],
    ['=growth != 12', 0],
    ['=(1 < 2) + (2 <= 2) + (3 > 2) + (2 >= 3)', 3],
    ['=1 + 1 == 2 and not 0', 1],
    ['=not 1 == 2', 1],
    ['=1 or 0 and 0', 1],
    ['=floor(2.7) + ceil(2.1) + round(2.5)', 8],
    ['=round(-2.5)', -2],
    ['=round(3.49999)', 3],
    ['=min(3, 1, 2) + max(growth, 4)', 13],
    ['=0 - 0', 0],
  ])('of %s is %d', (text, expected) => {
    expect(valueOfText(text, { growth: 12 })).toBe(expected)
  })

  it('is whatever a single name stands for', () => {
    expect(valueOfText('=act', { act: 'relu' })).toBe('relu')
    expect(valueOfText('= size ', { size: [32, 32] })).toEqual([32, 32])
    expect(valueOfText('=useBias', { useBias: false })).toBe(false)
  })

  it('counts flags as 1 and 0 in arithmetic', () => {
    expect(valueOfText('=1 + wide', { wide: true })).toBe(2)
    expect(valueOfText('=not wide', { wide: true })).toBe(0)
  })

  it('does not compute the other side of a decided “and” or “or”', () => {
    expect(valueOfText('=index > 0 and 1/index > 0.4', { index: 0 })).toBe(0)
    expect(valueOfText('=index == 0 or 1/index > 0.4', { index: 0 })).toBe(1)
  })
})

describe('a mistake in an expression', () => {
  it.each([
    ['=', 'expression-syntax', 2],
    ['=1+', 'expression-syntax', 4],
    ['=(1', 'expression-syntax', 2],
    ['=1)', 'expression-syntax', 3],
    ['=1 2', 'expression-syntax', 4],
    ['=a = b', 'expression-syntax', 4],
    ['=a && b', 'expression-syntax', 4],
    ['=a % 2', 'expression-syntax', 4],
    ['=1 < 2 < 3', 'expression-syntax', 8],
    ['=sqrt(2)', 'expression-syntax', 2],
    ['=floor', 'expression-syntax', 2],
    ['=floor(1, 2)', 'expression-syntax', 2],
    ['=min()', 'expression-syntax', 6],
    ['=1e999', 'expression-syntax', 2],
    ['=a.b', 'expression-syntax', 3],
    ['=process["exit"]', 'expression-syntax', 9],
    [`=${'1+'.repeat(100)}1`, 'expression-too-long', 1],
    [`=${'('.repeat(21)}1${')'.repeat(21)}`, 'expression-too-deep', 22],
    [`=${'-'.repeat(21)}1`, 'expression-too-deep', 22],
  ])('%s is %s at column %d', (text, code, position) => {
    const error = errorOf(() => parseExpression(text))
    expect([error.code, error.position]).toEqual([code, position])
  })

  it('is told while computing, with the name at fault', () => {
    expect(errorOf(() => valueOfText('=4*grwth'))).toMatchObject({
      code: 'unknown-name',
      subject: 'grwth',
      position: 4,
    })
    expect(errorOf(() => valueOfText('=2*act', { act: 'relu' })).message).toBe(
      'act is “relu”, and only numbers can be computed with',
    )
    expect(errorOf(() => valueOfText('=1/(2-2)')).message).toBe('divides by zero')
    expect(errorOf(() => valueOfText('=1e308*10')).code).toBe('not-finite')
  })

  it('allows exactly 200 characters and 20 levels', () => {
    expect(valueOfText(`=${'1+'.repeat(99)}1`)).toBe(100)
    expect(valueOfText(`=${'('.repeat(20)}1${')'.repeat(20)}`)).toBe(1)
  })

  it('lets parentheses stand between two comparisons', () => {
    expect(valueOfText('=(1 < 2) == (3 > 2)')).toBe(1)
  })
})

describe('reading an expression', () => {
  it('finds every name once', () => {
    expect(names(parseExpression('=max(a, b) * a + not_ - floor(c)'))).toEqual([
      'a',
      'b',
      'not_',
      'c',
    ])
  })

  it('is asked for wherever a value holds one', () => {
    expect(holdsExpression(['=size', 3])).toBe(true)
    expect(holdsExpression({ deep: [{ er: '=size' }] })).toBe(true)
    expect(holdsExpression('a = b')).toBe(false)
  })
})

/** Random expressions together with their value, computed by JavaScript's own operators. */
const { any: generated } = fc.letrec<{ any: { text: string; value: number } }>(tie => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: 0, max: 9 }).map(value => ({ text: String(value), value })),
    fc
      .tuple(tie('any'), fc.constantFrom('+', '-', '*', '<', '==', 'and', 'or'), tie('any'))
      .map(([a, operator, b]) => ({
        text: `(${a.text}) ${operator} (${b.text})`,
        value: {
          '+': a.value + b.value,
          '-': a.value - b.value,
          '*': a.value * b.value,
          '<': Number(a.value < b.value),
          '==': Number(a.value === b.value),
          and: Number(a.value !== 0 && b.value !== 0),
          or: Number(a.value !== 0 || b.value !== 0),
        }[operator],
      })),
    tie('any').map(a => ({ text: `-(${a.text})`, value: 0 - a.value })),
    tie('any').map(a => ({ text: `not (${a.text})`, value: Number(a.value === 0) })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => ({
      text: `max(${a.text}, ${b.text})`,
      value: Math.max(a.value, b.value),
    })),
  ),
}))

describe('random expressions', () => {
  it('compute what JavaScript computes, also after being printed and read again', () => {
    fc.assert(
      fc.property(generated, ({ text, value }) => {
        fc.pre(text.length < 190)
        let tree: ReturnType<typeof parseExpression>
        try {
          tree = parseExpression(`=${text}`)
        } catch (error) {
          // Only the limit on depth may refuse one.
          expect(error).toMatchObject({ code: 'expression-too-deep' })
          return
        }
        const printed = printExpression(tree)
        expect(evaluate(tree, () => undefined)).toBeCloseTo(value, 9)
        expect(evaluate(parseExpression(printed), () => undefined)).toBeCloseTo(value, 9)
        expect(printed.length).toBeLessThanOrEqual(text.length + 1)
      }),
      { numRuns: 2000 },
    )
  })
})
