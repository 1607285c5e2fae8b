// The parts of a formula that read no input are numbers, and are computed once, in double precision.
import { comparisonOf, functionOf } from './functions.ts'
import type { Formula, FormulaOperator } from './tree.ts'

/** Null where it reads an input, or calls what takes values of an input only. */
export function constantOf(formula: Formula): number | null {
  switch (formula.kind) {
    case 'number':
      return formula.value
    case 'input':
      return null
    case 'negative': {
      const operand = constantOf(formula.operand)
      return operand === null ? null : -operand
    }
    case 'binary': {
      const [left, right] = [constantOf(formula.left), constantOf(formula.right)]
      return left === null || right === null ? null : arithmetic(formula.operator, left, right)
    }
    case 'call': {
      const values = formula.args.map(constantOf)
      if (!values.every(value => value !== null)) return null
      const comparison = comparisonOf(formula.function, values.length)
      if (comparison) return values.reduce(comparison.of)
      const [value] = values
      return value === undefined ? null : (functionOf(formula.function)?.of?.(value) ?? null)
    }
  }
}

function arithmetic(operator: FormulaOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '^':
      return a ** b
  }
}
