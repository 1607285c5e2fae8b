// Prints literals and expressions as TypeScript.
import { type Expression, isComparison, strengthOf } from '../../document/expression-tree.ts'
import type { Argument, Code } from '../call.ts'

/** A string literal that ends neither the literal nor the line nor a script element around it. */
export function printString(text: string): string {
  const escaped = text.replace(/[\\'\n\r\u2028\u2029\0<]/g, character => {
    if (character === '\\' || character === "'") return `\\${character}`
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `'${escaped}'`
}

export function isCode(value: Argument | Readonly<Record<string, Argument>>): value is Code {
  return typeof value === 'object' && value !== null && 'code' in value
}

export function printArgument(value: Argument): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return printString(value)
  if (typeof value !== 'object') return String(value)
  if (isCode(value)) return value.code
  return `[${(value as readonly Argument[]).map(printArgument).join(', ')}]`
}

/** A property of an object literal, in the short form where name and value are one word. */
export function printProperty(key: string, value: Argument): string {
  const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : printString(key)
  const text = printArgument(value)
  return text === name ? name : `${name}: ${text}`
}

const operators = { and: '&&', or: '||', '==': '===', '!=': '!==' } as const

function operatorOf(operator: string): string {
  return operator in operators ? operators[operator as keyof typeof operators] : operator
}

/** Names become what `rename` says; a comparison used as a number is wrapped in `Number`. */
export function printExpression(expression: Expression, rename: (name: string) => string): string {
  return print(expression, rename, 0)
}

/** The same where only its truth counts: `when`. */
export function printCondition(expression: Expression, rename: (name: string) => string): string {
  return truth(expression, rename, 0)
}

type Rename = (name: string) => string

function print(expression: Expression, rename: Rename, outer: number): string {
  switch (expression.kind) {
    case 'number':
      return expression.value < 0 && outer > 0 ? `(${expression.value})` : String(expression.value)
    case 'name':
      return rename(expression.name)
    case 'call': {
      const args = expression.args.map(argument => print(argument, rename, 0))
      // Math.round takes halves up as well, but gives −0 where floor(x + 0.5) gives 0.
      return expression.function === 'round'
        ? `Math.floor(${args[0]} + 0.5)`
        : `Math.${expression.function}(${args.join(', ')})`
    }
    case 'unary':
      return expression.operator === 'not'
        ? `Number(${truth(expression, rename, 0)})`
        : grouped(
            `-${print(expression.operand, rename, strengthOf(expression))}`,
            expression,
            outer,
          )
    case 'binary': {
      if (isLogical(expression)) return `Number(${truth(expression, rename, 0)})`
      const strength = strengthOf(expression)
      const left = print(expression.left, rename, strength)
      const right = print(expression.right, rename, strength + 1)
      return grouped(`${left} ${expression.operator} ${right}`, expression, outer)
    }
  }
}

function isLogical(expression: Expression): boolean {
  if (expression.kind === 'unary') return expression.operator === 'not'
  if (expression.kind !== 'binary') return false
  return isComparison(expression) || expression.operator === 'and' || expression.operator === 'or'
}

function truth(expression: Expression, rename: Rename, outer: number): string {
  if (expression.kind === 'unary' && expression.operator === 'not')
    return `!(${truth(expression.operand, rename, 0)})`
  if (expression.kind !== 'binary' || !isLogical(expression))
    return print(expression, rename, outer)
  const strength = strengthOf(expression)
  const part = isComparison(expression) ? print : truth
  const left = part(expression.left, rename, strength)
  const right = part(expression.right, rename, strength + 1)
  return grouped(`${left} ${operatorOf(expression.operator)} ${right}`, expression, outer)
}

function grouped(text: string, expression: Expression, outer: number): string {
  return strengthOf(expression) < outer ? `(${text})` : text
}
