// The small language of parameter values that begin with "=": numbers, names, arithmetic,
// comparison, logic and a few functions (CONTRACTS, Expressions). Never `eval`.
import {
  type BinaryOperator,
  type Expression,
  ExpressionError,
  type ExpressionFunction,
} from './expression-tree.ts'
import type { Json, JsonObject } from './types.ts'

export { parseExpression } from './expression-parser.ts'

/** True for every value that is to be computed: a string that begins with "=". */
export function isExpression(value: Json | undefined): value is string {
  return typeof value === 'string' && value.startsWith('=')
}

/** True if the value is an expression or a list or object that contains one. */
export function holdsExpression(value: Json | undefined): boolean {
  if (value === null || typeof value !== 'object') return isExpression(value)
  // Asked of every node after every edit, so without lists on the way.
  for (const key in value) {
    if (Object.hasOwn(value, key) && holdsExpression((value as JsonObject)[key])) return true
  }
  return false
}

/** Every name in an expression, each once, in order of appearance. */
export function names(expression: Expression): readonly string[] {
  const found = new Set<string>()
  const visit = (part: Expression): void => {
    if (part.kind === 'name') found.add(part.name)
    else if (part.kind === 'unary') visit(part.operand)
    else if (part.kind === 'binary') {
      visit(part.left)
      visit(part.right)
    } else if (part.kind === 'call') part.args.forEach(visit)
  }
  visit(expression)
  return [...found]
}

/** The value of a name, undefined where there is none. */
export type Scope = (name: string) => Json | undefined

/** An expression that is one bare name may stand for any value; everything else is a number. */
export function evaluate(expression: Expression, scope: Scope): Json {
  if (expression.kind !== 'name') return numberOf(expression, scope)
  return lookUp(expression.name, expression.at, scope)
}

function lookUp(name: string, at: number, scope: Scope): Json {
  const value = scope(name)
  if (value !== undefined) return value
  throw new ExpressionError('unknown-name', `there is no parameter ${name} here`, at, name)
}

function numberOf(expression: Expression, scope: Scope): number {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'name':
      return numericValue(expression.name, expression.at, scope)
    case 'unary': {
      const value = numberOf(expression.operand, scope)
      return expression.operator === '-' ? 0 - value : Number(value === 0)
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, scope)
    case 'call':
      return apply(
        expression.function,
        expression.args.map(part => numberOf(part, scope)),
      )
  }
}

function numericValue(name: string, at: number, scope: Scope): number {
  const value = lookUp(name, at, scope)
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  const shown = typeof value === 'string' ? `“${value}”` : value === null ? 'empty' : 'a list'
  throw new ExpressionError(
    'not-a-number',
    `${name} is ${shown}, and only numbers can be computed with`,
    at,
    name,
  )
}

function binary(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): number {
  const a = numberOf(left, scope)
  // The right side of a decided `and` or `or` is not computed: `index > 0 and 1/index > 0.5`.
  if (operator === 'and') return a === 0 ? 0 : Number(numberOf(right, scope) !== 0)
  if (operator === 'or') return a !== 0 ? 1 : Number(numberOf(right, scope) !== 0)
  const b = numberOf(right, scope)
  if (operator === '/' && b === 0)
    throw new ExpressionError('not-finite', 'divides by zero', right.at)
  const value = arithmetic(operator, a, b)
  if (Number.isFinite(value)) return value
  throw new ExpressionError('not-finite', 'grows beyond the largest number', left.at)
}

function arithmetic(operator: Exclude<BinaryOperator, 'and' | 'or'>, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '==':
      return Number(a === b)
    case '!=':
      return Number(a !== b)
    case '<':
      return Number(a < b)
    case '<=':
      return Number(a <= b)
    case '>':
      return Number(a > b)
    case '>=':
      return Number(a >= b)
  }
}

function apply(called: ExpressionFunction, values: readonly number[]): number {
  const [value = 0] = values
  switch (called) {
    case 'floor':
      return Math.floor(value)
    case 'ceil':
      return Math.ceil(value)
    case 'round':
      // Halves go up, -0.5 to 0: floor(x + 0.5) in every language we print.
      return Math.floor(value + 0.5)
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
  }
}
