// The first value of a weight, drawn from its own seed when the graph runs.
import type { Shape } from '../../shared/layers/define.ts'
import type { Draw } from '../../shared/layers/initializers.ts'
import type { Recorder } from './recorder.ts'
import type { Seed } from './seeds.ts'
import type { Tensor } from './tensor.ts'

export interface Drawn {
  readonly shape: Shape
  readonly draw: Draw
  readonly seed: Seed
}

/**
 * A zero that TensorFlow does not know before the graph runs. What follows from constants alone it computes when the
 * graph is opened and keeps: the first value of every weight and slot, twice, for as long as the session lives.
 */
export function lateZero(g: Recorder): Tensor {
  const scalar = g.constant([], { type: 'int32', shape: [0] })
  return g.op('Empty', [scalar], { dtype: 'int32', init: true })
}

export function firstValue(g: Recorder, drawn: Drawn, zero: Tensor): Tensor {
  const { shape, draw, seed } = drawn
  const sizes = g.constant(shape, { type: 'int32', shape: [shape.length] })
  const pair = g.op('AddV2', [g.constant(seed, { type: 'int32' }), zero])
  const late = (value: number) => g.op('AddV2', [g.constant(value), g.cast(zero, 'float32')])
  const scaled = (values: Tensor, factor: number) => g.op('Mul', [values, g.constant(factor)])
  const around = (center: number | undefined, values: Tensor) =>
    center === undefined ? values : g.op('AddV2', [values, g.constant(center)])
  switch (draw.kind) {
    case 'constant':
      return g.op('Fill', [sizes, late(draw.value)])
    case 'uniform': {
      const values = g.op('StatelessRandomUniform', [sizes, pair])
      return around(draw.center, scaled(g.op('Sub', [values, g.constant(0.5)]), 2 * draw.limit))
    }
    case 'normal':
      return around(
        draw.center,
        scaled(g.op('StatelessRandomNormal', [sizes, pair]), draw.deviation),
      )
    case 'truncatedNormal':
      return around(
        draw.center,
        scaled(g.op('StatelessTruncatedNormal', [sizes, pair]), draw.deviation),
      )
    case 'orthogonal':
      return draw.gain === 1
        ? orthogonal(g, shape, pair)
        : scaled(orthogonal(g, shape, pair), draw.gain)
    case 'identity': {
      const [rows = 1] = shape
      const diagonal = g.op('Fill', [g.constant([rows], { type: 'int32' }), late(draw.gain)])
      return g.op('MatrixDiag', [diagonal])
    }
    case 'values':
      return g.op('BroadcastTo', [g.constant(draw.values, { shape: draw.shape }), sizes])
    case 'parts': {
      const parts = draw.parts.map(({ size, draw }, index) =>
        firstValue(g, { shape: [size], draw, seed: [seed[0], (seed[1] + index) | 0] }, zero),
      )
      return g.op('ConcatV2', [...parts, g.constant(0, { type: 'int32' })])
    }
  }
}

/** Q of a random matrix's Q·R, each column turned so that R's diagonal is positive: then Q is uniform. */
function orthogonal(g: Recorder, shape: Shape, seed: Tensor): Tensor {
  const int32 = (values: readonly number[]) => g.constant(values, { type: 'int32' })
  const columns = shape.at(-1) ?? 1
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1)
  const isWide = rows < columns
  const sizes = isWide ? [columns, rows] : [rows, columns]
  const [q, r] = g.outputs('Qr', [g.op('StatelessRandomNormal', [int32(sizes), seed])])
  if (!q || !r) throw new Error('Qr has two outputs')
  const turned = g.op('Mul', [q, g.op('Sign', [g.op('MatrixDiagPart', [r])])])
  const matrix = isWide ? g.op('Transpose', [turned, int32([1, 0])]) : turned
  return g.op('Reshape', [matrix, int32(shape)])
}
