// What the drawing says of each weight, for the entries of a PyTorch state dict that are made from it.
import type { TorchEntry } from '../../shared/emit/pytorch/state.ts'
import type { Tensor } from '../../shared/emit/torch-call.ts'
import type { Network } from '../../shared/graph/network.ts'
import type { Shape, Weight } from '../../shared/layers/define.ts'
import { RunError } from '../train/run-error.ts'

export interface TorchWeight {
  readonly key: string
  /** `path id/weight` */
  readonly name: string
  readonly weight: Weight
  /** In PyTorch. */
  readonly shape: Shape
  /** An array of the weight's own shape, as PyTorch has it. */
  readonly turn: (values: Float32Array) => Tensor
}

/** Beyond this many numbers a weight is asked for its shape alone: to turn it takes seconds. */
const many = 1 << 18

/** Entries that are made of one weight each; zeros for a bias that only PyTorch has are of none. */
export function torchWeights(
  entries: readonly TorchEntry[],
  network: Network,
): readonly TorchWeight[] {
  return entries.flatMap(({ key, layer, make }) => {
    const weights = network.byId.get(layer)?.weights ?? {}
    const asked = new Set<string>()
    const given = (values: (size: number) => Float32Array) => (name: string) => {
      asked.add(name)
      const shape = weights[name]?.shape ?? []
      return { shape, values: values(sizeOf(shape)) }
    }
    const ones = given(size => new Float32Array(size).fill(1))
    const few = given(size => (size > many ? new Float32Array() : new Float32Array(size).fill(1)))
    let made = make(few)
    const [name = '', ...others] = asked
    const weight = weights[name]
    if (!weight || others.length > 0) return []
    // Some count their numbers where others read the shape.
    if (sizeOf(weight.shape) > many && sizeOf(made.shape) !== sizeOf(weight.shape))
      made = make(ones)
    if (!made.values.every(value => value === 1)) return []
    const turn = (values: Float32Array) => make(() => ({ shape: weight.shape, values }))
    return [{ key, name: `${layer}/${name}`, weight, shape: made.shape, turn }]
  })
}

/** The axes in PyTorch along which the numbers stand that stand along these axes of the weight. */
export function torchAxes(
  { name, weight, shape, turn }: TorchWeight,
  axes: readonly number[],
): readonly number[] {
  const along = new Set(axes.map(axis => (axis < 0 ? axis + weight.shape.length : axis)))
  const group = weight.shape.reduce(
    (size, length, axis) => size * (along.has(axis) ? length : 1),
    1,
  )
  const { values } = turn(Float32Array.from({ length: sizeOf(weight.shape) }, numberOfGroup))
  const found = shape.flatMap((_, axis) => (isSame(values, shape, axis) ? [axis] : []))
  const reached = found.reduce((size, axis) => size * (shape[axis] ?? 1), 1)
  if (reached === group) return found
  throw new RunError(
    'input',
    'document',
    `${name}: PyTorch has these numbers in another order, in which norms along axis ${axes.join(', ')} cannot be taken. Take its constraint away, or export to typescript, keras or savedmodel instead.`,
  )

  /** Places that differ along the axes alone are of one group. */
  function numberOfGroup(_: unknown, place: number): number {
    let [rest, number, step] = [place, 0, 1]
    for (let axis = weight.shape.length - 1; axis >= 0; axis--) {
      const length = weight.shape[axis] ?? 1
      if (!along.has(axis)) {
        number += (rest % length) * step
        step *= length
      }
      rest = Math.floor(rest / length)
    }
    return number
  }
}

/** Whether the numbers are the same all along an axis. */
function isSame(values: Float32Array, shape: Shape, axis: number): boolean {
  const inner = sizeOf(shape.slice(axis + 1))
  const length = (shape[axis] ?? 1) * inner
  return values.every(
    (value, place) => value === values[place - (place % length) + (place % inner)],
  )
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}
