// The functions of formulas, and what each is in TensorFlow, in TensorFlow.js and in Keras.
import { exactGelu } from '../layers/activations.ts'
import type { Graph, Value } from '../layers/graph.ts'
import { larger } from '../layers/larger.ts'

export interface FormulaFunction {
  /**
   * `number`: each number by itself; `row`: the numbers of the last axis together; `last`: one number of the
   * last axis, which stays with size 1.
   */
  readonly over: 'number' | 'row' | 'last'
  /** Of a number that is written in the formula; left out: it takes values of an input only. */
  readonly of?: (x: number) => number
  readonly lower: (g: Graph, x: Value) => Value
  readonly tfjs: (x: string) => string
  readonly keras: (x: string) => string
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

function plain(
  name: string,
  operation: string,
  of: (x: number) => number,
): Readonly<Record<string, FormulaFunction>> {
  const lower = (g: Graph, x: Value) => g.op(operation, [x])
  const [tfjs, keras] = ['tf', 'keras.ops'].map(space => (x: string) => `${space}.${name}(${x})`)
  return tfjs && keras ? { [name]: { over: 'number', of, lower, tfjs, keras } } : {}
}

function last(name: string, operation: string): Readonly<Record<string, FormulaFunction>> {
  return {
    [name]: {
      over: 'last',
      lower: (g, x) => {
        const axis = g.constant([x.shape.length - 1], { type: 'int32' })
        return g.op(operation, [x, axis], { keep_dims: true })
      },
      tfjs: x => `tf.${name}(${x}, -1, true)`,
      keras: x => `keras.ops.${name}(${x}, axis=-1, keepdims=True)`,
    },
  }
}

export const formulaFunctions: Readonly<Record<string, FormulaFunction>> = {
  ...plain('relu', 'Relu', x => Math.max(x, 0)),
  ...plain('sigmoid', 'Sigmoid', sigmoid),
  ...plain('tanh', 'Tanh', Math.tanh),
  ...plain('softplus', 'Softplus', x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  gelu: {
    over: 'number',
    lower: exactGelu,
    tfjs: x => `own.activate(${x}, 'gelu')`,
    keras: x => `keras.ops.gelu(${x}, approximate=False)`,
  },
  swish: {
    over: 'number',
    of: x => x * sigmoid(x),
    lower: (g, x) => g.op('Mul', [x, g.op('Sigmoid', [x])]),
    tfjs: x => `own.activate(${x}, 'swish')`,
    keras: x => `keras.ops.silu(${x})`,
  },
  ...plain('exp', 'Exp', Math.exp),
  ...plain('log', 'Log', Math.log),
  ...plain('sqrt', 'Sqrt', Math.sqrt),
  ...plain('square', 'Square', x => x * x),
  ...plain('abs', 'Abs', Math.abs),
  ...plain('sin', 'Sin', Math.sin),
  ...plain('cos', 'Cos', Math.cos),
  softmax: {
    over: 'row',
    lower: (g, x) => g.op('Softmax', [x]),
    tfjs: x => `tf.softmax(${x})`,
    keras: x => `keras.ops.softmax(${x})`,
  },
  ...last('mean', 'Mean'),
  ...last('sum', 'Sum'),
  ...last('max', 'Max'),
  ...last('min', 'Min'),
}

/** Of several values, `min` and `max` compare them number by number. */
export interface FormulaComparison {
  readonly of: (a: number, b: number) => number
  readonly lower: (g: Graph, a: Value, b: Value) => Value
  readonly name: string
}

export const formulaComparisons: Readonly<Record<string, FormulaComparison>> = {
  min: { of: Math.min, lower: (g, a, b) => g.op('Minimum', [a, b]), name: 'minimum' },
  max: { of: Math.max, lower: larger, name: 'maximum' },
}

export function functionOf(name: string): FormulaFunction | undefined {
  return Object.hasOwn(formulaFunctions, name) ? formulaFunctions[name] : undefined
}

export function comparisonOf(name: string, count: number): FormulaComparison | undefined {
  return count > 1 && Object.hasOwn(formulaComparisons, name) ? formulaComparisons[name] : undefined
}
