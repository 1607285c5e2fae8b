// Axes as Keras counts them: the batch is axis 0, and −1 is the last.
import { LayerError, type Shape } from './define.ts'
import { list } from './lists.ts'
import { int } from './parameters.ts'
import { minus, times } from './sizes.ts'

const help = 'Counted with the batch as axis 0, as in Keras; −1 is the last.'

export const axisParam = int('Axis', -1, { help, minimum: -8, maximum: 8 })

export const axesParam = list('Axes', -1, { help, minimum: -8 })

/** The index into a shape without batch; throws where there is no such axis. */
export function axisOf(axis: number, shape: Shape, parameter = 'axis'): number {
  const index = axis < 0 ? shape.length + axis : axis - 1
  if (index >= 0 && index < shape.length) return index
  const why =
    axis === 0 || index === -1
      ? 'is the batch'
      : `does not exist: the input has ${shape.length} besides the batch`
  throw new LayerError('axis', `Axis ${axis} ${why}.`, [
    { label: 'Use the last axis', repair: { kind: 'setParams', params: { [parameter]: -1 } } },
  ])
}

/** Indices into a shape without batch, each once, in order. */
export function axesOf(axes: readonly number[], shape: Shape): readonly number[] {
  const indices = axes.map(axis => axisOf(axis, shape))
  const distinct = [...new Set(indices)].sort((a, b) => a - b)
  if (distinct.length === indices.length) return distinct
  const twice = axes.filter((_, at) => indices.indexOf(indices[at] ?? 0) !== at)
  const kept = distinct.map(index => index + 1)
  throw new LayerError(
    'axis',
    `Axis ${twice.map(minus).join(', ')} is named twice: the input ${times(shape)} has the axes 1 to ${shape.length}.`,
    [{ label: `Use ${kept.join(', ')}`, repair: { kind: 'setParams', params: { axis: kept } } }],
  )
}
