import { ExpressionError } from '../document/expression-tree.ts'
import { call } from '../emit/call.ts'
import { formulaShape, lowerFormula } from '../formula/carry-out.ts'
import { parseFormula } from '../formula/parse.ts'
import { printKeras, printTfjs, printTorch, readsLastAxis } from '../formula/print.ts'
import { type Formula, inputName, inputsOf } from '../formula/tree.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import { aligned, alignedShapes } from './elementwise.ts'
import { type Parameter, ParameterError } from './parameters.ts'
import { times } from './sizes.ts'
import { form } from './torch.ts'
import { alignedTexts } from './torch-merging.ts'

function formulaParameter(label: string, value: string, help: string): Parameter<string> {
  return {
    kind: 'formula',
    label,
    default: value,
    help,
    required: true,
    parse: given => {
      if (typeof given !== 'string' || given.trim() === '')
        throw new ParameterError('must be a formula of x, such as x * sigmoid(x)')
      try {
        formulaOf(given.trim())
        return given.trim()
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        throw new ParameterError(
          error.code === 'expression-syntax'
            ? `has a mistake at character ${error.position}: ${error.message}`
            : error.message,
        )
      }
    },
  }
}

/** The repeats of a block and every edit elsewhere ask for the same formulas again. */
const parsed = new Map<string, Formula>()
const mostParsed = 100

function formulaOf(text: string): Formula {
  const known = parsed.get(text)
  if (known) return known
  const formula = parseFormula(text)
  if (parsed.size >= mostParsed) parsed.clear()
  parsed.set(text, formula)
  return formula
}

export const expression = defineLayer({
  type: 'expression',
  label: 'Expression',
  group: 'custom',
  help: 'Computes a formula of its inputs, number by number: x is the first wire, y the second, z the third, then x3 and on. It knows + − * / ^, parentheses, relu, sigmoid, tanh, softplus, gelu, swish, exp, log, sqrt, square, abs, sin, cos, min and max; softmax, mean, sum, min and max of one value go along the last axis. Axes of size 1 are repeated.',
  inputs: 'many',
  params: {
    formula: formulaParameter(
      'Formula',
      'x',
      'Of the inputs x, y, z, x3 …: relu(x) * sigmoid(y), x - mean(x), 0.5 * x^2.',
    ),
  },
  starts: { formula: 'x * sigmoid(x)' },
  shape: (p, inputs) => {
    const formula = formulaOf(p.formula)
    needWires(formula, inputs)
    return formulaShape(formula, alignedShapes(inputs)) ?? inputs[0]
  },
  summary: p => p.formula,
  explain: (p, inputs, output) => [
    ...inputs.map((shape, index) => ({
      quantity: inputName(index),
      formula: `input ${index + 1}`,
      result: times(shape),
    })),
    {
      quantity: 'Result',
      formula: p.formula,
      result: output === null ? 'none' : times(output),
    },
  ],
  remarks: (p, inputs) => {
    const read = inputsOf(formulaOf(p.formula))
    const unread = inputs.map((_, index) => index).filter(index => !read.includes(index))
    if (unread.length === 0) return []
    const names = unread.map(inputName).join(', ')
    return [
      {
        code: 'unread-input',
        severity: 'warning',
        message: `The formula does not read ${names}, so ${unread.length === 1 ? 'that wire has' : 'those wires have'} no effect. Use ${unread.length === 1 ? 'it, or remove the wire' : 'them, or remove the wires'}.`,
      },
    ]
  },
  // Computed in float32 and rounded once.
  lower: (g, p, inputs) => {
    const [first, ...others] = inputs
    const wide = aligned(g, [g.full(first), ...others.map(value => g.full(value))])
    return g.compute(lowerFormula(g, formulaOf(p.formula), wide))
  },
  // Uses of a block that give it another formula each differ in kind, and are written out one by one.
  tfjs: p =>
    call('expression', { formula: { code: printTfjs(formulaOf(p.formula)) } }, { from: 'own' }),
  keras: (p, _, { inputs }) => {
    const ranks = inputs.map(shape => shape.length)
    return call('Lambda', { function: { code: printKeras(formulaOf(p.formula), ranks) } })
  },
  pytorch: (p, _, { inputs, layout }) => {
    const formula = formulaOf(p.formula)
    const kind = readsLastAxis(formula) ? 'last' : layout
    const write = (texts: readonly string[]) =>
      printTorch(formula, alignedTexts(texts, inputs, kind))
    return form(kind, { kind: 'code', write })
  },
})

function needWires(formula: Formula, inputs: readonly Shape[]): void {
  const missing = inputsOf(formula).filter(index => index >= inputs.length)
  if (missing.length === 0) return
  const names = missing.map(inputName).join(', ')
  const have = inputs.length === 1 ? 'one wire' : `${inputs.length} wires`
  const more = (missing[missing.length - 1] ?? 0) + 1 - inputs.length
  throw new LayerError(
    'needs-inputs',
    `The formula reads ${names}, and ${have} arrive${inputs.length === 1 ? 's' : ''}. Draw ${more === 1 ? 'another wire' : `${more} more wires`} to this layer, or change the formula.`,
  )
}
