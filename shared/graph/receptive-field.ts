// RF_l = RF_(l−1) + (F_l − 1)·d_l·Π S over the layers before; over a merge the largest branch counts. The centre of
// the first output moves by ((F_l − 1)·d_l ÷ 2 − padding before)·Π S (Araujo, Norris and Sim, 2019).
import type { Reach, Shape } from '../layers/define.ts'

export interface Field {
  readonly size: readonly number[]
  readonly stride: readonly number[]
  /** Where the first output looks, in positions of the input from 0; null where a layer does not say. */
  readonly centre: readonly number[] | null
}

/** The field of an input: every position sees itself; null without spatial axes. */
export function inputField(shape: Shape): Field | null {
  const axes = shape.length - 1
  if (axes < 1) return null
  const all = (value: number): readonly number[] => Array(axes).fill(value)
  return { size: all(1), stride: all(1), centre: all(0) }
}

/** Behind a layer of this reach; `sameAxes` where the output has as many axes as the input. */
export function fieldOf(
  reach: readonly Reach[] | null | undefined,
  inputs: readonly (Field | null)[],
  sameAxes: boolean,
): Field | null {
  const before = inputs.length === 1 ? (inputs[0] ?? null) : largest(inputs)
  if (before === null) return null
  if (reach === undefined) return sameAxes ? before : null
  if (reach === null || reach.length !== before.size.length) return null
  // Most layers of a network see what is before them and nothing more.
  if (reach.every(isPoint)) return before
  const strideOf = (axis: number) => before.stride[axis] ?? 1
  const { centre } = before
  return {
    // Behind an up-sampling the stride is a fraction, and a part of a position is read as a whole.
    size: reach.map((each, axis) =>
      Math.ceil((before.size[axis] ?? 1) + (each.size - 1) * strideOf(axis)),
    ),
    stride: reach.map((each, axis) => strideOf(axis) * each.stride),
    centre:
      centre && reach.every(each => each.before !== undefined)
        ? reach.map(
            (each, axis) =>
              (centre[axis] ?? 0) + ((each.size - 1) / 2 - (each.before ?? 0)) * strideOf(axis),
          )
        : null,
  }
}

function isPoint({ size, stride, before }: Reach): boolean {
  return size === 1 && stride === 1 && before === 0
}

function largest(fields: readonly (Field | null)[]): Field | null {
  return fields.reduce((most, field) => {
    if (most === null || field === null || most.size.length !== field.size.length) return null
    if (most === field) return most
    return {
      size: most.size.map((size, axis) => Math.max(size, field.size[axis] ?? 0)),
      stride: most.stride.map((stride, axis) => Math.max(stride, field.stride[axis] ?? 0)),
      centre: wider(most, field).centre,
    }
  })
}

/** The one that sees more; the first where both see as much. */
function wider(a: Field, b: Field): Field {
  const more = b.size.some((size, axis) => size > (a.size[axis] ?? 0))
  return more ? b : a
}
