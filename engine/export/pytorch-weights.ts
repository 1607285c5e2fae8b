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

/** Entries that are made of one weight each; zeros for a bias that only PyTorch has are of none. */
export function torchWeights(
  entries: readonly TorchEntry[],
  network: Network,
): readonly TorchWeight[] {
  return entries.flatMap(({ key, layer, make }) => {
    const weights = network.byId.get(layer)?.weights ?? {}
    const asked = new Set<string>()
    const blank = (name: string) => {
      asked.add(name)
      const shape = weights[name]?.shape ?? []
      return { shape, values: new Float32Array(sizeOf(shape)) }
    }
    const { shape } = make(blank)
    const [name = '', ...others] = asked
    const weight = weights[name]
    if (!weight || others.length > 0) return []
    const turn = (values: Float32Array) =>
      make(asking => (asking === name ? { shape: weight.shape, values } : blank(asking)))
    const ones = turn(new Float32Array(sizeOf(weight.shape)).fill(1))
    return ones.values.every(value => value === 1)
      ? [{ key, name: `${layer}/${name}`, weight, shape, turn }]
      : []
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
