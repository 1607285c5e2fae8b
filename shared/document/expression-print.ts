// From syntax tree back to the text that a document holds.
import { type Expression, strengthOf } from './expression-tree.ts'

/** The expression as a parameter value, with its leading "=" and no needless parentheses. */
export function printExpression(expression: Expression): string {
  return `=${print(expression, 0)}`
}

function print(expression: Expression, weakest: number): string {
  const text = bare(expression)
  return strengthOf(expression) < weakest ? `(${text})` : text
}

function bare(expression: Expression): string {
  const strength = strengthOf(expression)
  switch (expression.kind) {
    case 'number':
      return String(expression.value)
    case 'name':
      return expression.name
    case 'unary': {
      const operand = print(expression.operand, strength)
      return expression.operator === 'not' ? `not ${operand}` : `-${operand}`
    }
    case 'binary': {
      const { operator, left, right } = expression
      // A comparison cannot stand beside another, so both of its sides need the parentheses.
      const chains = !/[=<>]/.test(operator)
      const first = print(left, chains ? strength : strength + 1)
      const second = print(right, strength + 1)
      const tight = operator === '*' || operator === '/'
      return tight ? `${first}${operator}${second}` : `${first} ${operator} ${second}`
    }
    case 'call':
      return `${expression.function}(${expression.args.map(argument => print(argument, 0)).join(', ')})`
  }
}
