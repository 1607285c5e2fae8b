// The syntax tree of a formula: what the body of an expression layer says about its inputs.
export type FormulaOperator = '+' | '-' | '*' | '/' | '^'

/** `at` is the column, from 1, where the part begins; of two that are joined, where their sign stands. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  /** `x`, `y`, `z` or `x3`: the inputs in the order of their wires, counted from 0. */
  | { readonly kind: 'input'; readonly index: number; readonly at: number }
  | { readonly kind: 'negative'; readonly operand: Formula; readonly at: number }
  | {
      readonly kind: 'binary'
      readonly operator: FormulaOperator
      readonly left: Formula
      readonly right: Formula
      readonly at: number
    }
  | {
      readonly kind: 'call'
      readonly function: string
      readonly args: readonly Formula[]
      readonly at: number
    }

export type FormulaBinary = Extract<Formula, { kind: 'binary' }>
export type FormulaCall = Extract<Formula, { kind: 'call' }>

/** How tightly an operator binds; a minus sign stands between products and powers, as in Python. */
export const formulaStrength: Readonly<Record<FormulaOperator, number>> = {
  '+': 1,
  '-': 1,
  '*': 2,
  '/': 2,
  '^': 4,
}
export const signStrength = 3

const letters = ['x', 'y', 'z']

/** The name that an input has in texts. */
export function inputName(index: number): string {
  return letters[index] ?? `x${index}`
}

/** The input of a name: a letter, or x and its number. */
export function inputIndex(name: string): number | null {
  const letter = letters.indexOf(name)
  if (letter >= 0) return letter
  const numbered = /^x(0|[1-9]\d?)$/.exec(name)
  return numbered ? Number(numbered[1]) : null
}

/** Every input that a formula reads, once each and in order. */
export function inputsOf(formula: Formula): readonly number[] {
  const found = new Set<number>()
  const visit = (part: Formula): void => {
    if (part.kind === 'input') found.add(part.index)
    else for (const inner of partsOf(part)) visit(inner)
  }
  visit(formula)
  return [...found].sort((a, b) => a - b)
}

export function partsOf(formula: Formula): readonly Formula[] {
  if (formula.kind === 'negative') return [formula.operand]
  if (formula.kind === 'binary') return [formula.left, formula.right]
  return formula.kind === 'call' ? formula.args : []
}
