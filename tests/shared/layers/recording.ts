// Records what a layer lowers to as plain data, for Python to carry out operation by operation.
import type { JsonObject } from '../../../shared/document/types.ts'
import type { Shape, Weight } from '../../../shared/layers/define.ts'
import type { Attributes, Graph, Value, ValueType } from '../../../shared/layers/graph.ts'
import { declared } from './declared.ts'

/** A step of the recording and which of its outputs. */
type Source = readonly [step: number, output: number]

interface Step {
  readonly op: string
  readonly inputs: readonly Source[]
  readonly attributes: Attributes
}

interface Recorded extends Value {
  readonly from: Source
  /** The content of a constant. */
  readonly numbers?: readonly number[]
}

export interface Recording {
  readonly steps: readonly Step[]
  readonly result: Source
  readonly updates: Readonly<Record<string, Source>>
}

export interface RecordOptions {
  readonly training?: boolean
  /** The type that the network computes in. */
  readonly computeType?: 'float32' | 'bfloat16'
}

export function recordLayer(
  type: string,
  params: JsonObject,
  inputs: readonly Shape[],
  options: RecordOptions = {},
): Recording {
  const node = declared(type, params, ...inputs)
  const tape = new Tape(node.weights(), options)
  const values = inputs.map((shape, index) => tape.input(index, shape))
  const made = node.layer.lower(tape, node.p, values as never, {
    inputs: node.shapes,
    output: node.shape(),
  })
  return { steps: tape.steps, result: sourceOf(made as Value), updates: tape.updates }
}

class Tape implements Graph {
  readonly steps: Step[] = []
  readonly updates: Record<string, Source> = {}
  readonly training: boolean
  readonly #computeType: ValueType
  readonly #weights: Readonly<Record<string, Weight>>

  constructor(weights: Readonly<Record<string, Weight>>, options: RecordOptions) {
    this.training = options.training ?? false
    this.#computeType = options.computeType ?? 'float32'
    this.#weights = weights
  }

  input(index = 0, shape: Shape = []): Value {
    return this.compute(this.#add('Input', [], { index }, [-1, ...shape], 'float32'))
  }

  op(op: string, from: readonly Value[], attributes: Attributes = {}): Value {
    return this.#add(op, from, attributes, shapeAfter(op, from), typeAfter(op, from))
  }

  outputs(op: string, from: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    const [x] = from
    const first = this.#add(op, from, attributes, x?.shape ?? [], x?.type ?? 'float32')
    const [step] = first.from
    // FusedBatchNormV3: the statistics stay float32.
    return [first, ...[1, 2].map(at => ({ ...first, type: 'float32', from: [step, at] }) as Value)]
  }

  constant(
    value: number | readonly number[],
    { type = 'float32', shape }: { type?: ValueType; shape?: readonly number[] } = {},
  ): Value {
    const numbers = typeof value === 'number' ? [value] : value
    const sizes = shape ?? (typeof value === 'number' ? [] : [numbers.length])
    const attributes = { value: numbers, shape: sizes, type }
    return { ...this.#add('Const', [], attributes, sizes, type), numbers } as Recorded
  }

  weight(name: string, precision?: 'full'): Value {
    const { shape } = this.#weights[name] ?? {}
    if (!shape) throw new Error(`no weight ${name} is declared`)
    const value = this.#add('Weight', [], { name }, shape, 'float32')
    return precision === 'full' ? value : this.compute(value)
  }

  update(name: string, value: Value): void {
    if (value.type !== 'float32') throw new Error(`${name} becomes ${value.type}`)
    this.updates[name] = sourceOf(value)
  }

  random(kind: 'uniform' | 'normal', like: Value): Value {
    return this.#add('Random', [like], { kind }, like.shape, 'float32')
  }

  full(value: Value): Value {
    return this.#cast(value, 'float32')
  }

  compute(value: Value): Value {
    return this.#cast(value, this.#computeType)
  }

  #cast(value: Value, type: ValueType): Value {
    if (value.type === type) return value
    return this.#add('Cast', [value], { DstT: type }, value.shape, type)
  }

  #add(
    op: string,
    from: readonly Value[],
    attributes: Attributes,
    shape: readonly number[],
    type: ValueType,
  ): Recorded {
    const step = this.steps.push({ op, inputs: from.map(sourceOf), attributes }) - 1
    return { shape, type, from: [step, 0] }
  }
}

function sourceOf(value: Value): Source {
  return (value as Recorded).from
}

/** As much shape inference as the layers ask for: a reshape's target, else the first input's. */
function shapeAfter(op: string, from: readonly Value[]): readonly number[] {
  const [x, target] = from as readonly Recorded[]
  return (op === 'Reshape' ? target?.numbers : undefined) ?? x?.shape ?? []
}

function typeAfter(op: string, from: readonly Value[]): ValueType {
  if (op === 'GreaterEqual') return 'bool'
  if (op === 'Shape' || op === 'Size') return 'int32'
  // The sizes come first there.
  if (op === 'Conv2DBackpropInput') return from[2]?.type ?? 'float32'
  return op === 'Cast' ? 'float32' : (from[0]?.type ?? 'float32')
}
