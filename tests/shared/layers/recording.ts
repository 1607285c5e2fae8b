// Records what a layer lowers to as plain data, for Python to carry out operation by operation.
import type { JsonObject } from '../../../shared/document/types.ts'
import type { Shape } from '../../../shared/layers/define.ts'
import type { Attributes, Graph, Value, ValueType } from '../../../shared/layers/graph.ts'
import { declared } from './declared.ts'

interface Step {
  readonly op: string
  /** Step and output that each input comes from. */
  readonly inputs: readonly (readonly [step: number, output: number])[]
  readonly attributes: Attributes
}

interface Recorded extends Value {
  readonly from: readonly [step: number, output: number]
}

export interface Recording {
  readonly steps: readonly Step[]
  readonly result: readonly [number, number]
  readonly updates: Readonly<Record<string, readonly [number, number]>>
}

/** Everything is float32 here, so `full` and `compute` change nothing but the type of a bool. */
export function recordLayer(
  type: string,
  params: JsonObject,
  inputs: readonly Shape[],
  training: boolean,
): Recording {
  const node = declared(type, params, ...inputs)
  const weights = node.weights()
  const steps: Step[] = []
  const updates: Record<string, readonly [number, number]> = {}
  const add = (
    op: string,
    from: readonly Value[],
    attributes: Attributes,
    shape: readonly number[],
    valueType: ValueType = 'float32',
  ): Recorded => {
    const step = steps.push({ op, inputs: from.map(sourceOf), attributes }) - 1
    return { shape, type: valueType, from: [step, 0] }
  }
  const graph: Graph = {
    training,
    input: () => add('Input', [], { index: 0 }, [-1, ...node.shape()]),
    op: (op, from, attributes = {}) =>
      add(op, from, attributes, shapeAfter(op, from), typeAfter(op)),
    outputs: (op, from, attributes = {}) => {
      const first = add(op, from, attributes, from[0]?.shape ?? [])
      return [0, 1, 2].map(index => ({ ...first, from: [first.from[0], index] as const }))
    },
    constant: (value, { type: valueType = 'float32', shape } = {}) => {
      const numbers = typeof value === 'number' ? [value] : value
      const sizes = shape ?? (typeof value === 'number' ? [] : [numbers.length])
      const made = add(
        'Const',
        [],
        { value: numbers, shape: sizes, type: valueType },
        sizes,
        valueType,
      )
      return { ...made, numbers } as Recorded
    },
    weight: name => add('Weight', [], { name }, weights[name]?.shape ?? []),
    update: (name, value) => {
      updates[name] = sourceOf(value)
    },
    random: (kind, like) => add('Random', [like], { kind }, like.shape),
    full: value => value,
    compute: value => (value.type === 'bool' ? add('ToFloat', [value], {}, value.shape) : value),
  }
  const values = inputs.map((shape, index) => add('Input', [], { index }, [-1, ...shape]))
  const made = node.layer.lower(graph, node.p, values as never, {
    inputs: node.shapes,
    output: node.shape(),
  })
  return { steps, result: sourceOf(made as Value), updates }
}

function sourceOf(value: Value): readonly [number, number] {
  return (value as Recorded).from
}

/** As much shape inference as the layers ask for: a reshape's target, else the first input's. */
function shapeAfter(op: string, from: readonly Value[]): readonly number[] {
  if (op === 'Reshape') return (from[1] as unknown as { numbers: readonly number[] }).numbers
  return from[0]?.shape ?? []
}

function typeAfter(op: string): ValueType {
  return op === 'GreaterEqual' ? 'bool' : op === 'Shape' || op === 'Size' ? 'int32' : 'float32'
}
