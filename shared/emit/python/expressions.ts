// Prints the expressions of a document as Python with the same value. Python counts True as 1, so a
// comparison may be computed with as it is.
import { type Expression, isComparison, strengthOf } from '../../document/expression-tree.ts'

/** What the names of an expression are in the printed code. */
export interface Names {
  identifier(name: string): string
  /** True where the name may hold a number with a fraction, though it may be a whole one such as 8.0. */
  mayBeFraction(name: string): boolean
}

/** One bare name may stand for any value; everything else is a number. */
export function printExpression(expression: Expression, scope: Names): string {
  return print(expression, scope, 0)
}

/** Where Keras wants an int: Python divides to a float even where it comes out whole, and compares to True. */
export function printWhole(expression: Expression, scope: Names): string {
  const text = print(expression, scope, 0)
  const isTruth = isLogic(expression) || isComparison(expression)
  return isTruth || mayBeFraction(expression, scope) ? `int(${text})` : text
}

/** Where only its truth counts: `when`. */
export function printCondition(expression: Expression, scope: Names): string {
  return truth(expression, scope, 0)
}

/** Where Keras wants a bool: a parameter such as `useBias`. */
export function printFlag(expression: Expression, scope: Names): string {
  const text = truth(expression, scope, 0)
  return isComparison(expression) || expression.kind === 'name' ? text : `bool(${text})`
}

export function mayBeFraction(expression: Expression, scope: Names): boolean {
  switch (expression.kind) {
    case 'number':
      return !Number.isInteger(expression.value)
    case 'name':
      return scope.mayBeFraction(expression.name)
    case 'unary':
      return expression.operator === '-' && mayBeFraction(expression.operand, scope)
    case 'call':
      return (
        /^m(in|ax)$/.test(expression.function) &&
        expression.args.some(argument => mayBeFraction(argument, scope))
      )
    case 'binary':
      if (expression.operator === '/') return true
      return (
        /^[-+*]$/.test(expression.operator) &&
        (mayBeFraction(expression.left, scope) || mayBeFraction(expression.right, scope))
      )
  }
}

function print(expression: Expression, scope: Names, outer: number): string {
  switch (expression.kind) {
    case 'number':
      return grouped(String(expression.value), expression, outer)
    case 'name':
      return scope.identifier(expression.name)
    case 'call':
      return printCall(expression, scope)
    case 'unary': {
      if (expression.operator === 'not') return truthOfLogic(expression, scope, outer)
      const operand = print(expression.operand, scope, strengthOf(expression))
      const isSigned = operand.startsWith('-')
      return grouped(isSigned ? `-(${operand})` : `-${operand}`, expression, outer)
    }
    case 'binary': {
      const { operator } = expression
      // Python's `and` gives one of its operands, ours gives 1 or 0.
      if (operator === 'and' || operator === 'or') return `bool(${truth(expression, scope, 0)})`
      // `a < b < c` means something else in Python.
      const strength = strengthOf(expression)
      const left = print(expression.left, scope, strength + Number(isComparison(expression)))
      const right = print(expression.right, scope, strength + 1)
      return grouped(`${left} ${operator} ${right}`, expression, outer)
    }
  }
}

function printCall(expression: Expression & { kind: 'call' }, scope: Names): string {
  const args = expression.args.map(argument => print(argument, scope, 0)).join(', ')
  // Python's own round takes halves to the even side.
  if (expression.function === 'round') return `math.floor(${args} + 0.5)`
  const isBuiltIn = expression.function === 'min' || expression.function === 'max'
  return isBuiltIn ? `${expression.function}(${args})` : `math.${expression.function}(${args})`
}

/** Only its truth matters. */
function truth(expression: Expression, scope: Names, outer: number): string {
  return isLogic(expression)
    ? truthOfLogic(expression, scope, outer)
    : print(expression, scope, outer)
}

function isLogic(expression: Expression): boolean {
  return (
    (expression.kind === 'unary' && expression.operator === 'not') ||
    (expression.kind === 'binary' && /^(and|or)$/.test(expression.operator))
  )
}

function truthOfLogic(expression: Expression, scope: Names, outer: number): string {
  const strength = strengthOf(expression)
  if (expression.kind === 'unary')
    return grouped(`not ${truth(expression.operand, scope, strength)}`, expression, outer)
  if (expression.kind !== 'binary') return print(expression, scope, outer)
  const left = truth(expression.left, scope, strength)
  const right = truth(expression.right, scope, strength + 1)
  return grouped(`${left} ${expression.operator} ${right}`, expression, outer)
}

function grouped(text: string, expression: Expression, outer: number): string {
  return strengthOf(expression) < outer ? `(${text})` : text
}
