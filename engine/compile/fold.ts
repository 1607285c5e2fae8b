import { callOf } from './call.ts'
import type { AnyTensor } from './tensor.ts'

/** The numbers in a tensor where they are known while recording (sizes; -1 is the batch). */
export function knownNumbers(tensor: AnyTensor): readonly number[] | undefined {
  const { node } = tensor
  const call = callOf(node.inputs, node.attributes)
  if (node.operation.type === 'Const') {
    const numbers = node.content?.filter(value => typeof value === 'number')
    const size = tensor.shape.reduce((product, length) => product * length, 1)
    return numbers?.length === 1 ? Array<number>(size).fill(numbers[0] ?? 0) : numbers
  }
  return node.operation.fold?.(call, index => {
    const input = node.inputs[index]
    return input && knownNumbers(input)
  })
}

/** The same, where a rule cannot do without: throws. */
export function neededNumbers(tensor: AnyTensor, what: string): readonly number[] {
  const numbers = knownNumbers(tensor)
  if (numbers === undefined) throw new Error(`${what} must be known while recording`)
  return numbers
}
