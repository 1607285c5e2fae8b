// From text to formula, by precedence climbing; nothing is ever evaluated as code.
import {
  deepestExpression,
  ExpressionError,
  longestExpression,
} from '../document/expression-tree.ts'
import { numberIn, syntaxError, type Token, tokenize, type Vocabulary } from '../document/tokens.ts'
import { constantOf } from './constants.ts'
import { comparisonOf, formulaComparisons, formulaFunctions, functionOf } from './functions.ts'
import {
  type Formula,
  type FormulaCall,
  type FormulaOperator,
  formulaStrength,
  inputIndex,
  inputsOf,
  partsOf,
  signStrength,
} from './tree.ts'

const vocabulary: Vocabulary = {
  symbols: '[-+*/^(),]',
  advice: {
    '=': ' Write the right-hand side alone.',
    '·': ' Write *.',
    '×': ' Write *.',
    '÷': ' Write /.',
    '−': ' Write -.',
    '[': ' Write (.',
    '<': ' There are no comparisons; min and max choose.',
    '>': ' There are no comparisons; min and max choose.',
  },
}

/** Reads a formula. Throws `ExpressionError` at the character where it cannot go on. */
export function parseFormula(text: string): Formula {
  if (text.length > longestExpression)
    throw new ExpressionError(
      'expression-too-long',
      `is ${text.length} characters long; at most ${longestExpression} are allowed`,
      1,
    )
  const formula = new FormulaParser(tokenize(text, 0, vocabulary), text.length + 1).whole()
  if (inputsOf(formula).length === 0)
    throw syntaxError('no input is read; write x for the first wire, y for the second', 1)
  checkConstants(formula)
  return formula
}

/** What is computed from numbers alone must be one, and a row of one number has no mean. */
function checkConstants(formula: Formula): void {
  const value = constantOf(formula)
  if (value !== null) {
    if (Number.isFinite(value)) return
    throw syntaxError('this comes to no finite number', formula.at)
  }
  if (formula.kind === 'call' && !comparisonOf(formula.function, formula.args.length)) {
    const [only] = formula.args
    if (only && constantOf(only) !== null)
      throw syntaxError(
        `${formula.function} takes the values of an input, and this is a number`,
        only.at,
      )
  }
  for (const part of partsOf(formula)) checkConstants(part)
}

function isOperator(text: string): text is FormulaOperator {
  return Object.hasOwn(formulaStrength, text)
}

class FormulaParser {
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

  whole(): Formula {
    const formula = this.#formula(0)
    const { kind, text, at } = this.#token
    if (kind === 'end') return formula
    const advice = kind === 'symbol' ? '' : '; write * to multiply'
    throw syntaxError(`“${text}” stands where an operator belongs${advice}`, at)
  }

  #formula(weakest: number): Formula {
    let left = this.#operand()
    for (;;) {
      const { text, at } = this.#token
      if (!isOperator(text) || formulaStrength[text] < weakest) return left
      this.#next++
      // A power is read from the right: x^2^3 is x^8.
      const strength = formulaStrength[text] + (text === '^' ? 0 : 1)
      const right =
        text === '^' ? this.#nested(at, () => this.#formula(strength)) : this.#formula(strength)
      left = { kind: 'binary', operator: text, left, right, at }
    }
  }

  #operand(): Formula {
    const token = this.#token
    this.#next++
    if (token.kind === 'number') return { kind: 'number', value: numberIn(token), at: token.at }
    if (token.kind === 'name') return this.#nameOrCall(token)
    if (token.text === '-')
      return this.#nested(token.at, () => {
        const operand = this.#formula(signStrength)
        return { kind: 'negative', operand, at: token.at }
      })
    if (token.text === '(') return this.#nested(token.at, () => this.#closed(token))
    const found = token.kind === 'end' ? 'the formula ends' : `“${token.text}” stands`
    throw syntaxError(`${found} where a number or an input belongs`, token.at)
  }

  #closed(open: Token): Formula {
    const inner = this.#formula(0)
    if (this.#token.text !== ')') throw syntaxError('this parenthesis is never closed', open.at)
    this.#next++
    return inner
  }

  #nameOrCall({ text, at }: Token): Formula {
    const isCalled = this.#token.text === '('
    const known = functionOf(text) !== undefined
    if (isCalled && known) return this.#nested(at, () => this.#call(text, at))
    if (isCalled)
      throw syntaxError(
        `there is no function ${text}; known are ${Object.keys(formulaFunctions).join(', ')}`,
        at,
      )
    if (known) throw syntaxError(`${text} is a function; write ${text}(…)`, at)
    const index = inputIndex(text)
    if (index !== null) return { kind: 'input', index, at }
    throw syntaxError(`there is no input ${text}; they are x, y, z, or x0, x1, x2 and so on`, at)
  }

  #call(called: string, at: number): FormulaCall {
    const open = this.#token
    const args: Formula[] = []
    do {
      this.#next++
      args.push(this.#formula(0))
    } while (this.#token.text === ',')
    if (this.#token.text !== ')') throw syntaxError('this parenthesis is never closed', open.at)
    this.#next++
    if (args.length > 1 && !Object.hasOwn(formulaComparisons, called))
      throw syntaxError(`${called} takes one value, not ${args.length}`, at)
    return { kind: 'call', function: called, args, at }
  }

  #nested<T>(at: number, read: () => T): T {
    this.#depth++
    if (this.#depth > deepestExpression)
      throw new ExpressionError(
        'expression-too-deep',
        `is nested more than ${deepestExpression} levels deep`,
        at,
      )
    const inner = read()
    this.#depth--
    return inner
  }
}
