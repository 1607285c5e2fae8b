// From text to syntax tree, by precedence climbing.
import {
  type BinaryOperator,
  comparisonStrength,
  deepestExpression,
  type Expression,
  ExpressionError,
  type ExpressionFunction,
  expressionFunctions,
  longestExpression,
  minusStrength,
  notStrength,
  strength,
} from './expression-tree.ts'
import { numberIn, syntaxError, type Token, tokenize, type Vocabulary } from './tokens.ts'

/** Reads an expression, with or without its leading "=". Throws `ExpressionError`. */
export function parseExpression(text: string): Expression {
  if (text.length > longestExpression)
    throw new ExpressionError(
      'expression-too-long',
      `is ${text.length.toLocaleString('en-US')} characters long; at most ${longestExpression} are allowed`,
      1,
    )
  const start = text.startsWith('=') ? 1 : 0
  const parser = new Parser(tokenize(text, start, vocabulary), text.length + 1)
  const expression = parser.expression(0)
  parser.end()
  return expression
}

const vocabulary: Vocabulary = {
  symbols: '==|!=|<=|>=|[-+*/()<>,]',
  advice: {
    '=': ' Write == to compare.',
    '&': ' Write and.',
    '|': ' Write or.',
    '!': ' Write not.',
    '^': ' There is no power; multiply instead.',
    '%': ' There is no remainder; use floor.',
  },
}

function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(strength, text)
}

function isFunction(name: string): name is ExpressionFunction {
  return (expressionFunctions as readonly string[]).includes(name)
}

/** Precedence climbing. */
class Parser {
  readonly #tokens: readonly Token[]
  readonly #last: Token
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens
    this.#last = { kind: 'end', text: '', at: end }
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? this.#last
  }

  end(): void {
    const { kind, text, at } = this.#token
    if (kind !== 'end') throw syntaxError(`“${text}” stands where an operator belongs`, at)
  }

  expression(weakest: number): Expression {
    let left = this.#operand()
    let compared = false
    for (;;) {
      const { text, at } = this.#token
      if (!isBinaryOperator(text) || strength[text] < weakest) return left
      const compares = strength[text] === comparisonStrength
      if (compares && compared)
        throw syntaxError('two comparisons stand in a row; join them with and', at)
      compared = compares
      this.#next++
      const right = this.expression(strength[text] + 1)
      left = { kind: 'binary', operator: text, left, right, at: left.at }
    }
  }

  #operand(): Expression {
    const token = this.#token
    this.#next++
    if (token.kind === 'number') return { kind: 'number', value: numberIn(token), at: token.at }
    if (token.kind === 'name' && token.text === 'not')
      return this.#nested(token, () => {
        const operand = this.expression(notStrength)
        return { kind: 'unary', operator: 'not', operand, at: token.at }
      })
    if (token.kind === 'name' && !isBinaryOperator(token.text)) return this.#nameOrCall(token)
    if (token.text === '-')
      return this.#nested(token, () => {
        const operand = this.expression(minusStrength)
        return { kind: 'unary', operator: '-', operand, at: token.at }
      })
    if (token.text === '(') return this.#nested(token, () => this.#closed(token))
    const found = token.kind === 'end' ? 'the expression ends' : `“${token.text}” stands`
    throw syntaxError(`${found} where a number or a name belongs`, token.at)
  }

  #closed(open: Token): Expression {
    const inner = this.expression(0)
    if (this.#token.text !== ')') throw syntaxError('this parenthesis is never closed', open.at)
    this.#next++
    return inner
  }

  #nameOrCall(name: Token): Expression {
    if (this.#token.text !== '(') {
      if (isFunction(name.text))
        throw syntaxError(`${name.text} is a function; write ${name.text}(…)`, name.at)
      return { kind: 'name', name: name.text, at: name.at }
    }
    if (!isFunction(name.text))
      throw syntaxError(
        `there is no function ${name.text}; known are ${expressionFunctions.join(', ')}`,
        name.at,
      )
    const called = name.text
    return this.#nested(name, () => this.#call(called, name.at))
  }

  #call(called: ExpressionFunction, at: number): Expression {
    const open = this.#token
    const args: Expression[] = []
    do {
      this.#next++
      args.push(this.expression(0))
    } while (this.#token.text === ',')
    if (this.#token.text !== ')') throw syntaxError('this parenthesis is never closed', open.at)
    this.#next++
    if (called !== 'min' && called !== 'max' && args.length !== 1)
      throw syntaxError(`${called} takes one number, not ${args.length}`, at)
    return { kind: 'call', function: called, args, at }
  }

  #nested(token: Token, read: () => Expression): Expression {
    this.#depth++
    if (this.#depth > deepestExpression)
      throw new ExpressionError(
        'expression-too-deep',
        `is nested more than ${deepestExpression} levels deep`,
        token.at,
      )
    const inner = read()
    this.#depth--
    return inner
  }
}
