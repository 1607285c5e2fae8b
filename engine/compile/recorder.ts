// Records TensorFlow operations as data: names, inputs, attributes, static shapes and types.
import type { ValueType } from '../../shared/layers/graph.ts'
import { type AttributeValue, resolveAttributes } from './attributes.ts'
import { callOf } from './call.ts'
import { type Constants, createConstants } from './constants.ts'
import type { Gradient, Operation, Output } from './operation.ts'
import { findOperation } from './ops/index.ts'
import { type AnyTensor, isTensor, type Node, type Tensor } from './tensor.ts'

export interface RecordOptions {
  /** The end of the node's name; left out: the operation's type. */
  readonly name?: string
  readonly control?: readonly Node[]
  readonly content?: Node['content']
}

export type AttributeValues = Readonly<Record<string, AttributeValue>>

export interface Recorder extends Constants {
  readonly nodes: readonly Node[]
  record(
    type: string,
    inputs: readonly AnyTensor[],
    attributes?: AttributeValues,
    options?: RecordOptions,
  ): Node
  /** Records an operation and returns its first output. */
  op(type: string, inputs: readonly AnyTensor[], attributes?: AttributeValues): Tensor
  outputs(
    type: string,
    inputs: readonly AnyTensor[],
    attributes?: AttributeValues,
  ): readonly Tensor[]
  /** The value in another type, itself where it has that type already; each cast is recorded once. */
  cast(tensor: Tensor, type: ValueType): Tensor
  /** The sizes as int32: a constant, or read at run time where the batch is among them. */
  sizes(tensor: Tensor): Tensor
  /** Everything recorded by `body` is named `scope/…`. */
  within<T>(scope: string, body: () => T): T
  /**
   * Differentiates what `body` records as one function of `inputs`, by a rule of its own. Its inner results
   * are not for others to differentiate.
   */
  composite(
    inputs: readonly Tensor[],
    body: () => readonly Tensor[],
    gradients: Composite['gradients'],
  ): readonly Tensor[]
  compositeOf(node: Node): Composite | undefined
}

/** Several operations that are differentiated as one. */
export interface Composite {
  readonly inputs: readonly Tensor[]
  readonly outputs: readonly Tensor[]
  /** One gradient per input, from those of the outputs: undefined where an output does not matter. */
  readonly gradients: (dys: readonly (Tensor | undefined)[]) => readonly Gradient[]
}

/** A node together with the options that made it, before its outputs are known. */
interface Draft {
  readonly operation: Operation
  readonly inputs: readonly AnyTensor[]
  readonly attributes: AttributeValues
  readonly options: RecordOptions
}

export function createRecorder(): Recorder {
  const nodes: Node[] = []
  const names = createNames()

  const add = (draft: Draft): Node => {
    const name = names.next(draft.options.name ?? draft.operation.type)
    const node = makeNode(name, draft)
    nodes.push(node)
    return node
  }
  const record: Recorder['record'] = (type, inputs, attributes = {}, options = {}) =>
    add({ operation: findOperation(type), inputs, attributes, options })

  const constants = createConstants((type, attributes, content) =>
    names.atRoot('constants', () => record(type, [], attributes, { content })),
  )
  const cast = castOnce(record)
  const outputs: Recorder['outputs'] = (type, inputs, attributes) => {
    const narrow = findOperation(type).float32Only && inputs.some(isBfloat16)
    const wide = narrow
      ? inputs.map(input => (isBfloat16(input) ? cast(input, 'float32') : input))
      : inputs
    const results = record(type, wide, attributes).outputs.filter(isTensor)
    return narrow
      ? results.map(out => (out.type === 'float32' ? cast(out, 'bfloat16') : out))
      : results
  }
  const op: Recorder['op'] = (type, inputs, attributes) => {
    const cheaper = findOperation(type).cheaper?.(recorder, inputs.filter(isTensor))
    if (cheaper) return cheaper
    const [first] = outputs(type, inputs, attributes)
    if (!first) throw new Error(`${type} has no output`)
    return first
  }
  const sizes = sizesOnce(constants, op)
  const scopes = { within: names.within, ...constants }
  const recorder = { nodes, record, op, outputs, cast, sizes, ...scopes, ...composites(nodes) }
  return recorder
}

function composites(nodes: readonly Node[]): Pick<Recorder, 'composite' | 'compositeOf'> {
  const known = new Map<Node, Composite>()
  return {
    composite: (inputs, body, gradients) => {
      const begun = nodes.length
      const results = body()
      const composite = { inputs, outputs: results, gradients }
      for (const node of nodes.slice(begun)) known.set(node, composite)
      return results
    },
    compositeOf: node => known.get(node),
  }
}

function isBfloat16(tensor: AnyTensor): tensor is Tensor {
  return tensor.type === 'bfloat16'
}

function makeNode(name: string, draft: Draft): Node {
  const { operation, inputs, options } = draft
  try {
    const attributes = resolveAttributes(operation.attributes, draft.attributes, inputs)
    const outputs: AnyTensor[] = []
    const node: Node = {
      name,
      operation,
      inputs,
      control: options.control ?? [],
      attributes,
      outputs,
      ...(options.content && { content: options.content }),
    }
    const described: readonly Output[] = operation.outputs(callOf(inputs, attributes))
    for (const [index, { shape, type }] of described.entries())
      outputs.push({ shape, type, node, index })
    return node
  } catch (error) {
    const shapes = inputs.map(input => `${input.type} [${input.shape.join(', ')}]`).join(', ')
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${name}: ${operation.type} of ${shapes}: ${reason}`, { cause: error })
  }
}

/** Hands out names that are legal in TensorFlow and unique, under the scopes entered so far. */
function createNames() {
  const used = new Set<string>()
  const tried = new Map<string, number>()
  let scope = ''
  const inScope = <T>(next: string, body: () => T): T => {
    const before = scope
    scope = next
    try {
      return body()
    } finally {
      scope = before
    }
  }
  return {
    next: (last: string): string => {
      const wanted = scope === '' ? last : `${scope}/${last}`
      let name = wanted
      // A layer may itself be called `Conv2D_1`, so a counted name can be taken too.
      for (let count = tried.get(wanted) ?? 1; used.has(name); count += 1) {
        name = `${wanted}_${count}`
        tried.set(wanted, count + 1)
      }
      used.add(name)
      return name
    },
    within: <T>(inner: string, body: () => T): T =>
      inScope(scope === '' ? inner : `${scope}/${inner}`, body),
    atRoot: inScope,
  }
}

function castOnce(record: Recorder['record']): Recorder['cast'] {
  const done = new Map<Tensor, Map<ValueType, Tensor>>()
  return (tensor, type) => {
    if (tensor.type === type) return tensor
    const known = done.get(tensor)?.get(type)
    if (known) return known
    const [result] = record('Cast', [tensor], { DstT: type }).outputs.filter(isTensor)
    if (!result) throw new Error('Cast has no output')
    done.set(tensor, (done.get(tensor) ?? new Map<ValueType, Tensor>()).set(type, result))
    return result
  }
}

function sizesOnce(constants: Constants, op: Recorder['op']): Recorder['sizes'] {
  const done = new Map<Tensor, Tensor>()
  return tensor => {
    if (!tensor.shape.includes(-1)) return constants.constant(tensor.shape, { type: 'int32' })
    const known = done.get(tensor)
    if (known) return known
    const result = op('Shape', [tensor])
    done.set(tensor, result)
    return result
  }
}
