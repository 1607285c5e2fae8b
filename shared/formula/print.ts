// A formula as code: calls in TypeScript, operators in Python.
import { constantOf } from './constants.ts'
import { comparisonOf, functionOf } from './functions.ts'
import {
  type Formula,
  type FormulaOperator,
  formulaStrength,
  inputName,
  inputsOf,
  signStrength,
} from './tree.ts'

const calls: Readonly<Record<FormulaOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
}

/** `(x, y) => tf.mul(tf.relu(x), tf.sigmoid(y))` */
export function printTfjs(formula: Formula): string {
  return `(${parameters(formula).join(', ')}) => ${tfjs(formula)}`
}

/** The inputs up to the last one that is read; what is not read gets an underscore. */
function parameters(formula: Formula): readonly string[] {
  const read = inputsOf(formula)
  const count = (read[read.length - 1] ?? 0) + 1
  return Array.from({ length: count }, (_, index) =>
    read.includes(index) ? inputName(index) : `_${inputName(index)}`,
  )
}

function tfjs(formula: Formula): string {
  const constant = constantOf(formula)
  if (constant !== null) return String(constant)
  switch (formula.kind) {
    case 'number':
      return String(formula.value)
    case 'input':
      return inputName(formula.index)
    case 'negative':
      return `tf.neg(${tfjs(formula.operand)})`
    case 'binary':
      return `tf.${calls[formula.operator]}(${tfjs(formula.left)}, ${tfjs(formula.right)})`
    case 'call': {
      const args = formula.args.map(tfjs)
      const comparison = comparisonOf(formula.function, args.length)
      if (comparison) return args.reduce((a, b) => `tf.${comparison.name}(${a}, ${b})`)
      return functionOf(formula.function)?.tfjs(args[0] ?? '') ?? ''
    }
  }
}

/**
 * A function of a layer's input, or of the list of them. `ranks` are the inputs' numbers of axes: those
 * with fewer get ones behind the batch, which NumPy's rule would put before it.
 */
export function printKeras(formula: Formula, ranks: readonly number[]): string {
  const rank = Math.max(...ranks)
  const body = python(formula, 0, kerasCalls, index => {
    const missing = rank - (ranks[index] ?? rank)
    const axes = Array.from({ length: missing }, (_, axis) => axis + 1)
    const name = ranks.length === 1 ? 'x' : `xs[${index}]`
    if (missing === 0) return name
    return `keras.ops.expand_dims(${name}, ${missing === 1 ? '1' : `(${axes.join(', ')})`})`
  })
  return `lambda ${ranks.length === 1 ? 'x' : 'xs'}: ${body}`
}

/** How a language calls the functions. */
interface PythonCalls {
  readonly compare: (name: string, a: string, b: string) => string
  readonly call: (name: string, x: string) => string
}

const kerasCalls: PythonCalls = {
  compare: (name, a, b) => `keras.ops.${name}(${a}, ${b})`,
  call: (name, x) => functionOf(name)?.keras(x) ?? '',
}

const torchNames: Readonly<Record<string, string>> = {
  relu: 'F.relu',
  softplus: 'F.softplus',
  gelu: 'F.gelu',
  swish: 'F.silu',
  max: 'torch.amax',
  min: 'torch.amin',
}

const torchCalls: PythonCalls = {
  // PyTorch compares tensors only with tensors.
  compare: (name, a, b) => {
    const [value, limit] = Number.isNaN(Number(b)) ? [b, a] : [a, b]
    const side = name === 'maximum' ? 'min' : 'max'
    return Number.isNaN(Number(limit))
      ? `torch.${name}(${a}, ${b})`
      : `torch.clamp(${value}, ${side}=${limit})`
  },
  call: (name, x) => {
    const over = functionOf(name)?.over
    if (over === 'row') return `F.${name}(${x}, dim=-1)`
    return `${torchNames[name] ?? `torch.${name}`}(${x}${over === 'last' ? ', dim=-1, keepdim=True' : ''})`
  },
}

/** With the text of each input in its place. */
export function printTorch(formula: Formula, inputs: readonly string[]): string {
  return python(formula, 0, torchCalls, index => inputs[index] ?? 'x')
}

/** True where some function takes the numbers of the last axis together. */
export function readsLastAxis(formula: Formula): boolean {
  if (formula.kind === 'negative') return readsLastAxis(formula.operand)
  if (formula.kind === 'binary') return [formula.left, formula.right].some(readsLastAxis)
  if (formula.kind !== 'call') return false
  const isAlone = comparisonOf(formula.function, formula.args.length) === undefined
  const over = functionOf(formula.function)?.over
  return (isAlone && over !== undefined && over !== 'number') || formula.args.some(readsLastAxis)
}

function python(
  formula: Formula,
  weakest: number,
  calls: PythonCalls,
  input: (index: number) => string,
): string {
  const part = (inner: Formula, around: number) => python(inner, around, calls, input)
  const grouped = (text: string, strength: number) => (strength < weakest ? `(${text})` : text)
  const constant = constantOf(formula)
  if (constant !== null) return grouped(pythonNumber(constant), constant < 0 ? signStrength : 9)
  switch (formula.kind) {
    case 'number':
      return pythonNumber(formula.value)
    case 'input':
      return input(formula.index)
    case 'negative':
      return grouped(`-${part(formula.operand, signStrength)}`, signStrength)
    case 'binary': {
      const { operator } = formula
      const strength = formulaStrength[operator]
      const isPower = operator === '^'
      const left = part(formula.left, strength + (isPower ? 1 : 0))
      const right = part(formula.right, isPower ? signStrength : strength + 1)
      return grouped(`${left} ${isPower ? '**' : operator} ${right}`, strength)
    }
    case 'call': {
      const args = formula.args.map(argument => part(argument, 0))
      const comparison = comparisonOf(formula.function, args.length)
      if (comparison) return args.reduce((a, b) => calls.compare(comparison.name, a, b))
      return calls.call(formula.function, args[0] ?? '')
    }
  }
}

/** Python has no shorter form than JavaScript's for a double: `1e-7`, `0.5`. */
function pythonNumber(value: number): string {
  return String(value).replace('e+', 'e')
}
