// The syntax tree of parameter values that begin with "=", and what can be wrong with one.
export const expressionFunctions = ['floor', 'ceil', 'round', 'min', 'max'] as const
export type ExpressionFunction = (typeof expressionFunctions)[number]

export type BinaryOperator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'

/** A parsed expression. `at` is the column, from 1, where the part begins. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | {
      readonly kind: 'unary'
      readonly operator: '-' | 'not'
      readonly operand: Expression
      readonly at: number
    }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
      readonly at: number
    }
  | {
      readonly kind: 'call'
      readonly function: ExpressionFunction
      readonly args: readonly Expression[]
      readonly at: number
    }

export type ExpressionErrorCode =
  | 'expression-syntax'
  | 'expression-too-long'
  | 'expression-too-deep'
  | 'unknown-name'
  | 'not-a-number'
  | 'not-finite'
  | 'parameter-cycle'

/** The message is a sentence without a subject: the caller says which value it is about. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly code: ExpressionErrorCode
  /** Column from 1, counted in the text that was parsed, the leading "=" included. */
  readonly position: number
  /** The name at fault, where one is. */
  readonly subject: string | undefined

  constructor(code: ExpressionErrorCode, message: string, position: number, subject?: string) {
    super(message)
    this.code = code
    this.position = position
    this.subject = subject
  }
}

export const longestExpression = 200
export const deepestExpression = 20

/** Words that cannot name a parameter, because expressions give them a meaning. */
export const reservedNames: readonly string[] = [
  'and',
  'or',
  'not',
  'index',
  ...expressionFunctions,
]

/** How tightly an operator binds. `not` stands between `and` and the comparisons, as in Python. */
export const strength: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
}
export const notStrength = 3
export const comparisonStrength = 4
export const minusStrength = 7

/** How tightly the outermost operator of an expression binds; for printers that place parentheses. */
export function strengthOf(expression: Expression): number {
  if (expression.kind === 'binary') return strength[expression.operator]
  if (expression.kind === 'unary')
    return expression.operator === 'not' ? notStrength : minusStrength
  return expression.kind === 'number' && expression.value < 0 ? minusStrength : 9
}

export function isComparison(expression: Expression): boolean {
  return expression.kind === 'binary' && strength[expression.operator] === comparisonStrength
}
