// Axes as Keras counts them: the batch is axis 0, and −1 is the last.
import { LayerError, type Shape } from './define.ts'
import { int } from './parameters.ts'

export const axisParam = int('Axis', -1, {
  help: 'Counted with the batch as axis 0, as in Keras; −1 is the last.',
  minimum: -8,
  maximum: 8,
})

/** The index into a shape without batch; throws where there is no such axis. */
export function axisOf(axis: number, shape: Shape): number {
  const index = axis < 0 ? shape.length + axis : axis - 1
  if (index >= 0 && index < shape.length) return index
  const why =
    axis === 0 || index === -1
      ? 'is the batch'
      : `does not exist: the input has ${shape.length} besides the batch`
  throw new LayerError('axis', `Axis ${axis} ${why}.`, [
    { label: 'Use the last axis', repair: { kind: 'setParams', params: { axis: -1 } } },
  ])
}
