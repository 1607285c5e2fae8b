// What a formula makes of its inputs: shapes, and TensorFlow's operations.
import { LayerError, type Shape } from '../layers/define.ts'
import { broadcastTwo } from '../layers/elementwise.ts'
import type { Graph, Value } from '../layers/graph.ts'
import { times } from '../layers/sizes.ts'
import { constantOf } from './constants.ts'
import { comparisonOf, functionOf } from './functions.ts'
import type { Formula, FormulaBinary, FormulaCall, FormulaOperator } from './tree.ts'

/** The shape of the result; numbers have none. Throws `LayerError` at the character where two do not meet. */
export function formulaShape(formula: Formula, inputs: readonly Shape[]): Shape | null {
  switch (formula.kind) {
    case 'number':
      return null
    case 'input':
      return inputs[formula.index] ?? null
    case 'negative':
      return formulaShape(formula.operand, inputs)
    case 'binary':
      return met([formula.left, formula.right], formula, inputs)
    case 'call': {
      const shape = met(formula.args, formula, inputs)
      if (formula.args.length > 1 || functionOf(formula.function)?.over !== 'last') return shape
      return shape && [...shape.slice(0, -1), 1]
    }
  }
}

function met(
  parts: readonly Formula[],
  { at }: FormulaBinary | FormulaCall,
  inputs: readonly Shape[],
): Shape | null {
  return parts
    .map(part => formulaShape(part, inputs))
    .reduce((a, b) => {
      if (a === null || b === null) return a ?? b
      const together = broadcastTwo(a, b)
      if (together) return together
      throw new LayerError(
        'shapes-differ',
        `At character ${at} of the formula ${times(a)} meets ${times(b)}; sizes must be equal, or 1, from the last axis on.`,
      )
    })
}

const operations: Readonly<Record<FormulaOperator, string>> = {
  '+': 'AddV2',
  '-': 'Sub',
  '*': 'Mul',
  '/': 'RealDiv',
  '^': 'Pow',
}

/** `inputs` are in float32 and have as many axes as one another. */
export function lowerFormula(g: Graph, formula: Formula, inputs: readonly Value[]): Value {
  const lower = (part: Formula) => lowerFormula(g, part, inputs)
  const constant = constantOf(formula)
  if (constant !== null) return g.constant(constant)
  switch (formula.kind) {
    case 'number':
      return g.constant(formula.value)
    case 'input': {
      const input = inputs[formula.index]
      if (!input) throw new Error(`the formula reads input ${formula.index}, which has no wire`)
      return input
    }
    case 'negative':
      return g.op('Neg', [lower(formula.operand)])
    case 'binary': {
      const { operator, left, right } = formula
      const root = operator === '^' ? powers.get(constantOf(right) ?? Number.NaN) : undefined
      if (root) return g.op(root, [lower(left)])
      return g.op(operations[operator], [lower(left), lower(right)])
    }
    case 'call': {
      const values = formula.args.map(lower)
      const comparison = comparisonOf(formula.function, values.length)
      if (comparison) return values.reduce((a, b) => comparison.lower(g, a, b))
      const [value] = values
      const called = functionOf(formula.function)
      if (!called || !value) throw new Error(`there is no function ${formula.function}`)
      return called.lower(g, value)
    }
  }
}

/** Powers with an operation of their own, which is faster and whose gradient holds at 0. */
const powers = new Map([
  [2, 'Square'],
  [0.5, 'Sqrt'],
])
