import { flag, text, typeOf } from '../attributes.ts'
import { broadcastShapes, sumToShape } from '../broadcast.ts'
import type { Call, Operation, RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

/** How an operation spells "transpose the first" and "transpose the second". */
interface Spelling {
  readonly type: string
  readonly flags: readonly [string, string]
}

function productShape(call: Call, flags: Spelling['flags']): readonly number[] {
  const a = call.input(0).shape
  const b = call.input(1).shape
  const [rows, inner] = lastTwo(a, call.flag(flags[0]))
  const [other, columns] = lastTwo(b, call.flag(flags[1]))
  if (inner !== other) throw new Error(`the inner sizes ${inner} and ${other} differ`)
  return [...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), rows, columns]
}

function lastTwo(shape: readonly number[], transposed: boolean): readonly [number, number] {
  const [rows, columns] = shape.slice(-2)
  if (rows === undefined || columns === undefined) throw new Error('a matrix has two axes')
  return transposed ? [columns, rows] : [rows, columns]
}

/** C = op(A)·op(B): dA = dC·op(B)ᵀ and dB = op(A)ᵀ·dC, each transposed where its factor was. */
function factors(g: Recorder, call: RecordedCall, dy: Tensor, { type, flags }: Spelling) {
  const [first, second] = flags
  const [ta, tb] = [call.flag(first), call.flag(second)]
  const [a, b] = [call.input(0), call.input(1)]
  const product = (x: Tensor, y: Tensor, tx: boolean, ty: boolean) =>
    g.op(type, [x, y], { [first]: tx, [second]: ty })
  return [
    () => sumToShape(g, ta ? product(b, dy, tb, true) : product(dy, b, false, !tb), a.shape),
    () => sumToShape(g, tb ? product(dy, a, true, ta) : product(a, dy, !ta, false), b.shape),
  ]
}

function matrixProduct(spelling: Spelling): Operation {
  const [first, second] = spelling.flags
  return {
    type: spelling.type,
    attributes: { [first]: flag(false), [second]: flag(false), T: typeOf(0, 1) },
    outputs: call => [{ shape: productShape(call, spelling.flags), type: call.input(0).type }],
    gradient: (g, call, dy) => factors(g, call, dy, spelling),
  }
}

/**
 * BiasAddGrad adds one number after the other, a sum of everything halves of halves. For one channel that is as quick and
 * keeps its digits; in bfloat16 BiasAddGrad stands still at 256 times what it adds. Behind a convolution TensorFlow makes
 * one operation of it and of the kernel's gradient, which is right in both types.
 */
function biasGradient(g: Recorder, { node }: Tensor, dy: Tensor, shape: readonly number[]): Tensor {
  const standsStill = dy.type === 'bfloat16' && node.operation.type !== 'Conv2D'
  return shape[0] === 1 || standsStill ? sumToShape(g, dy, shape) : g.op('BiasAddGrad', [dy])
}

export const matmul: readonly Operation[] = [
  matrixProduct({ type: 'MatMul', flags: ['transpose_a', 'transpose_b'] }),
  matrixProduct({ type: 'BatchMatMulV2', flags: ['adj_x', 'adj_y'] }),
  {
    type: 'BiasAdd',
    attributes: { T: typeOf(0, 1), data_format: text('NHWC') },
    outputs: call => {
      const { shape, type } = call.input(0)
      const [channels] = call.input(1).shape
      if (shape.at(-1) !== channels) throw new Error('the bias has another number of channels')
      return [{ shape, type }]
    },
    gradient: (g, call, dy) => [
      () => dy,
      () => biasGradient(g, call.input(0), dy, call.input(1).shape),
    ],
  },
  {
    type: 'BiasAddGrad',
    attributes: { T: typeOf(0), data_format: text('NHWC') },
    outputs: call => [{ shape: [call.input(0).shape.at(-1) ?? 1], type: call.input(0).type }],
  },
]
