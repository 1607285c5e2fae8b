// Prints the expressions of a document as TypeScript with the same value.
import {
  comparisonStrength,
  type Expression,
  isComparison,
  strengthOf,
} from '../../document/expression-tree.ts'
import { evaluate, names } from '../../document/expressions.ts'

/** What the names of an expression are in the printed code. */
export interface Names {
  identifier(name: string): string
  /** The TypeScript type of a name: `number`, `boolean`, a union of words … */
  typeOf(name: string): string
}

/** One bare name may stand for any value; everything else is a number. */
export function printExpression(expression: Expression, scope: Names): string {
  return expression.kind === 'name'
    ? scope.identifier(expression.name)
    : print(expression, scope, 0)
}

/** Where only its truth counts: `when`. */
export function printCondition(expression: Expression, scope: Names): string {
  return truth(expression, scope, 0, false)
}

/** Where TypeScript wants a boolean: a parameter such as `useBias`. */
export function printFlag(expression: Expression, scope: Names): string {
  if (isLogical(expression)) return truth(expression, scope, 0, true)
  const isBoolean = expression.kind === 'name' && scope.typeOf(expression.name) === 'boolean'
  return isBoolean ? printExpression(expression, scope) : `Boolean(${print(expression, scope, 0)})`
}

const operators: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  '==': '===',
  '!=': '!==',
}

function print(expression: Expression, scope: Names, outer: number): string {
  switch (expression.kind) {
    case 'number':
      return grouped(String(expression.value), expression, outer)
    case 'name':
      return printNumber(expression.name, scope)
    case 'call':
      return printCall(expression, scope)
    case 'unary': {
      if (expression.operator === 'not') return `Number(${truth(expression, scope, 0, true)})`
      // Two minus signs in a row would be another operator.
      const operand = print(expression.operand, scope, strengthOf(expression))
      const isSigned = operand.startsWith('-')
      return grouped(isSigned ? `-(${operand})` : `-${operand}`, expression, outer)
    }
    case 'binary': {
      if (isLogical(expression)) return `Number(${truth(expression, scope, 0, true)})`
      const strength = strengthOf(expression)
      const left = print(expression.left, scope, strength)
      const right = print(expression.right, scope, strength + 1)
      return grouped(`${left} ${expression.operator} ${right}`, expression, outer)
    }
  }
}

/** A flag that is computed with counts as 1 or 0. */
function printNumber(name: string, scope: Names): string {
  const identifier = scope.identifier(name)
  return scope.typeOf(name) === 'number' ? identifier : `Number(${identifier})`
}

function printCall(expression: Expression & { kind: 'call' }, scope: Names): string {
  const args = expression.args.map(argument => print(argument, scope, 0))
  // Math.round takes halves up as well, but gives −0 where floor(x + 0.5) gives 0.
  return expression.function === 'round'
    ? `Math.floor(${args[0]} + 0.5)`
    : `Math.${expression.function}(${args.join(', ')})`
}

function isLogical(
  expression: Expression,
): expression is Expression & { kind: 'unary' | 'binary' } {
  if (expression.kind === 'unary') return expression.operator === 'not'
  if (expression.kind !== 'binary') return false
  return isComparison(expression) || expression.operator === 'and' || expression.operator === 'or'
}

/** `strict`: the value is used, not only its truth, so a number becomes a comparison with 0. */
function truth(expression: Expression, scope: Names, outer: number, strict: boolean): string {
  if (!isLogical(expression)) return truthOfNumber(expression, scope, outer, strict)
  // The compiler refuses to compare literals that can never be equal.
  if (names(expression).length === 0) return String(evaluate(expression, () => undefined) !== 0)
  if (expression.kind === 'unary') return `!(${truth(expression.operand, scope, 0, false)})`
  const strength = strengthOf(expression)
  const side = (part: Expression, around: number) =>
    isComparison(expression) ? print(part, scope, around) : truth(part, scope, around, strict)
  const left = side(expression.left, strength)
  const right = side(expression.right, strength + 1)
  const operator = operators[expression.operator] ?? expression.operator
  return grouped(`${left} ${operator} ${right}`, expression, outer)
}

const comparing = comparisonStrength

function truthOfNumber(
  expression: Expression,
  scope: Names,
  outer: number,
  strict: boolean,
): string {
  if (expression.kind === 'name' && scope.typeOf(expression.name) === 'boolean')
    return scope.identifier(expression.name)
  if (!strict) return print(expression, scope, outer)
  const text = `${print(expression, scope, comparing)} !== 0`
  return comparing < outer ? `(${text})` : text
}

function grouped(text: string, expression: Expression, outer: number): string {
  return strengthOf(expression) < outer ? `(${text})` : text
}
