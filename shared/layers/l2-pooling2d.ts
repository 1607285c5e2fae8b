import { padWithZeros } from './convolution.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { averagePool } from './pool.ts'
import { poolingDeclaration, poolingWindow } from './pooling.ts'
import { product } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { torchOwnPool } from './torch-pooling.ts'
import { bordersOf } from './window.ts'

export const l2Pooling2d = defineLayer({
  ...poolingDeclaration(2),
  type: 'l2Pooling2d',
  label: 'L2 pooling',
  help: 'Takes the Euclidean norm of each window, channel by channel: out = √Σ x², which is LP pooling with p = 2; padding counts as zeros. Where a whole window is 0 its gradient is 0. Sermanet et al., 2012.',
  lower: (g, p, [x], { inputs }) => {
    const values = g.compute(x)
    const sides = bordersOf(poolingWindow(p), inputs[0])
    const square = g.op('Mul', [values, values])
    const padded = sides.flat().some(side => side > 0) ? padWithZeros(g, square, sides) : square
    const mean = averagePool(g, padded, { ...p, padding: 'valid' })
    return norm(g, g.op('Mul', [mean, g.constant(product(p.poolSize), { type: mean.type })]))
  },
  tfjs: (_, args) => ownLayer('l2Pooling2d', args),
  keras: (_, args) => ownKeras('L2Pooling2D', args),
  pytorch: torchOwnPool('L2Pool2d', 0),
})

/** The root of a sum of squares. At 0 its slope is infinite, so there it is cut off on the way in and out. */
function norm(g: Graph, sum: Value): Value {
  const number = (value: number) => g.constant(value, { type: sum.type })
  const isPositive = g.op('Greater', [sum, number(0)])
  const root = g.op('Sqrt', [g.op('SelectV2', [isPositive, sum, number(1)])])
  return g.op('SelectV2', [isPositive, root, number(0)])
}
