import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExpressionError } from '../../../shared/document/expression-tree.ts'
import { evaluate, parseExpression } from '../../../shared/document/expressions.ts'
import {
  type Names,
  printCondition,
  printExpression,
  printFlag,
} from '../../../shared/emit/typescript/expressions.ts'

const values: Readonly<Record<string, number | boolean>> = {
  a: 3,
  b: 0,
  c: -2.5,
  flag: true,
  off: false,
}
const scope: Names = {
  identifier: name => name,
  typeOf: name => (typeof values[name] === 'boolean' ? 'boolean' : 'number'),
}
const run = (code: string): unknown => runInNewContext(code, { ...values })

const leaf = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'flag', 'off'),
  fc.integer({ min: 0, max: 9 }).map(String),
  fc.constantFrom('0.5', '2.25'),
)
const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '==', '!=', '<', '<=', '>', '>=', 'and', 'or'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc
      .tuple(
        leaf,
        fc.constantFrom('+', '-', '*', '/', '<', '==', 'and', 'or'),
        leaf,
        fc.constantFrom('+', '-', '*', '/', '>', 'and', 'or'),
        leaf,
      )
      .map(parts => parts.join(' ')),
    tie('expression').map(inner => `-(${inner})`),
    tie('expression').map(inner => `not (${inner})`),
    fc
      .tuple(fc.constantFrom('floor', 'ceil', 'round'), tie('expression'))
      .map(([f, inner]) => `${f}(${inner})`),
    fc
      .tuple(fc.constantFrom('min', 'max'), tie('expression'), tie('expression'))
      .map(([f, x, y]) => `${f}(${x}, ${y})`),
  ),
}))

describe('printed expressions', () => {
  it('have the value that the drawing gives them', () => {
    let compared = 0
    fc.assert(
      fc.property(expression, text => {
        try {
          const tree = parseExpression(`=${text}`)
          const value = Number(evaluate(tree, name => values[name]))
          // Our minus is 0 − x, so no −0 comes out of it.
          expect(Number(run(printExpression(tree, scope))) + 0).toBe(value + 0)
          expect(Boolean(run(printCondition(tree, scope)))).toBe(value !== 0)
          expect(run(printFlag(tree, scope))).toBe(value !== 0)
          compared++
        } catch (error) {
          // Division by zero and text that is too long or too deep are refused, not printed.
          if (!(error instanceof ExpressionError)) throw error
        }
      }),
      { numRuns: 3000, seed: 7 },
    )
    expect(compared).toBeGreaterThan(2000)
  })

  it.each([
    ['=2*width', '2 * width'],
    ['=(a+b)*2', '(a + b) * 2'],
    ['=1 + (index == 0)', '1 + Number(index === 0)'],
    ['=round(a/2)', 'Math.floor(a / 2 + 0.5)'],
    ['=2*flag', '2 * Number(flag)'],
  ])('%s reads %s', (text, code) => {
    expect(printExpression(parseExpression(text), scope)).toBe(code)
  })

  it.each([
    ['=strides > 1', 'strides > 1'],
    ['=flag and not (a == 1)', 'flag && !(a === 1)'],
    ['=flag', 'flag'],
  ])('as a condition, %s reads %s', (text, code) => {
    expect(printCondition(parseExpression(text), scope)).toBe(code)
  })
})
