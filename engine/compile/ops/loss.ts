import { typeOf } from '../attributes.ts'
import type { Operation } from '../operation.ts'

export const loss: readonly Operation[] = [
  {
    // Softmax and cross-entropy in one: exact where softmax alone would round to 0. Output 1 is
    // softmax(x) − onehot(label), the gradient of every example's loss.
    type: 'SparseSoftmaxCrossEntropyWithLogits',
    attributes: { T: typeOf(0), Tlabels: typeOf(1) },
    outputs: call => {
      const { shape, type } = call.input(0)
      return [
        { shape: [shape[0] ?? -1], type },
        { shape, type },
      ]
    },
    gradient: (g, call, dy) => [
      () => {
        const column = g.op('Reshape', [dy, g.constant([-1, 1], { type: 'int32' })])
        return g.op('Mul', [column, call.output(1)])
      },
      null,
    ],
  },
]
