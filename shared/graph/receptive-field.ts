// RF_l = RF_(l−1) + (F_l − 1)·d_l·Π S over the layers before; over a merge the largest branch counts.
import type { AnyLayer, Shape } from '../layers/define.ts'
import type { ResolvedParams } from './network.ts'

export interface Field {
  readonly size: readonly number[]
  readonly stride: readonly number[]
}

/** The field of an input: every position sees itself; null without spatial axes. */
export function inputField(shape: Shape): Field | null {
  const axes = shape.length - 1
  if (axes < 1) return null
  return { size: Array(axes).fill(1), stride: Array(axes).fill(1) }
}

export function fieldOf(
  declaration: AnyLayer,
  params: ResolvedParams,
  inputs: readonly { readonly shape: Shape; readonly field: Field | null }[],
  output: Shape,
): Field | null {
  const [first] = inputs
  if (!first) return inputField(output)
  const before = largest(inputs.map(input => input.field))
  if (before === null) return null
  if (!declaration.reach) return output.length === first.shape.length ? before : null
  const reach = declaration.reach(params, first.shape)
  if (reach === null || reach.length !== before.size.length) return null
  return {
    // Behind an up-sampling the stride is a fraction, and a part of a position is read as a whole.
    size: before.size.map((size, axis) =>
      Math.ceil(size + ((reach[axis]?.size ?? 1) - 1) * (before.stride[axis] ?? 1)),
    ),
    stride: before.stride.map((stride, axis) => stride * (reach[axis]?.stride ?? 1)),
  }
}

function largest(fields: readonly (Field | null)[]): Field | null {
  return fields.reduce((most, field) => {
    if (most === null || field === null || most.size.length !== field.size.length) return null
    return {
      size: most.size.map((size, axis) => Math.max(size, field.size[axis] ?? 0)),
      stride: most.stride.map((stride, axis) => Math.max(stride, field.stride[axis] ?? 0)),
    }
  })
}
