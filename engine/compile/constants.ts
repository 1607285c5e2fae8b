import type { ConstantOptions, ValueType } from '../../shared/layers/graph.ts'
import type { AttributeValues } from './recorder.ts'
import { isTensor, type Node, sizeOf, type Tensor } from './tensor.ts'

export interface Constants {
  /** Equal constants are recorded once. A single number fills the whole shape. */
  constant(value: number | readonly number[], options?: ConstantOptions): Tensor
  /** A vector of strings, or a scalar for a single one. */
  strings(value: string | readonly string[]): Tensor
}

type RecordConstant = (
  type: 'Const',
  attributes: AttributeValues,
  content: Node['content'] & {},
) => Node

export function createConstants(record: RecordConstant): Constants {
  const known = new Map<string, Tensor>()
  const make = (type: ValueType, shape: readonly number[], content: Node['content'] & {}) => {
    const key = `${type}|${shape.join()}|${JSON.stringify(content, exactNumber)}`
    const found = known.get(key)
    if (found) return found
    const [output] = record('Const', { dtype: type, shape }, content).outputs.filter(isTensor)
    if (!output) throw new Error('Const has no output')
    known.set(key, output)
    return output
  }
  return {
    constant: (value, options = {}) => {
      const content = typeof value === 'number' ? [value] : value
      const shape = options.shape ?? (typeof value === 'number' ? [] : [value.length])
      if (content.length !== 1 && content.length !== sizeOf(shape))
        throw new Error(`${content.length} numbers do not fill [${shape.join(', ')}]`)
      return make(options.type ?? 'float32', shape, content)
    },
    strings: value =>
      typeof value === 'string'
        ? make('string', [], [value])
        : make('string', [value.length], value),
  }
}

/** JSON has no word for infinities and makes 0 of −0. */
function exactNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value
  return Object.is(value, -0) || !Number.isFinite(value)
    ? `number ${Object.is(value, -0) ? '-0' : value}`
    : value
}
