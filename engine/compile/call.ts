import type { Attribute } from './attributes.ts'
import type { Call, RecordedCall } from './operation.ts'
import { type AnyTensor, isTensor, type Node, type Tensor } from './tensor.ts'

/** Checked access to a call that is about to be recorded. */
export function callOf(
  inputs: readonly AnyTensor[],
  attributes: ReadonlyMap<string, Attribute>,
): Call {
  const read = <K extends Attribute['kind']>(name: string, ...kinds: readonly K[]) => {
    const attribute = attributes.get(name)
    if (!attribute || !kinds.some(kind => kind === attribute.kind))
      throw new Error(`there is no attribute ${name} of kind ${kinds.join(' or ')}`)
    return attribute.value as Extract<Attribute, { kind: K }>['value']
  }
  return {
    inputs,
    input: index => tensorAt(inputs, index, 'input'),
    number: name => read(name, 'int', 'float'),
    numbers: name => read(name, 'ints'),
    flag: name => read(name, 'flag'),
    text: name => read(name, 'text'),
    type: name => read(name, 'type'),
    types: name => read(name, 'types'),
    shape: name => read(name, 'shape'),
  }
}

export function recordedCallOf(node: Node): RecordedCall {
  return {
    ...callOf(node.inputs, node.attributes),
    node,
    output: (index = 0) => tensorAt(node.outputs, index, 'output'),
  }
}

function tensorAt(tensors: readonly AnyTensor[], index: number, side: string): Tensor {
  const tensor = tensors[index]
  if (tensor === undefined || !isTensor(tensor)) throw new Error(`${side} ${index} is missing`)
  return tensor
}
