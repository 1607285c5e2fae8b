import { int, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import type { Operation } from '../operation.ts'

export const loss: readonly Operation[] = [
  {
    // The same for answers that are shares of classes. Output 1 is softmax(x)·Σ labels − labels.
    type: 'SoftmaxCrossEntropyWithLogits',
    attributes: { T: typeOf(0, 1) },
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
      // Answers do not vary.
      null,
    ],
  },
  {
    // A number per class: one value at the class, another elsewhere.
    type: 'OneHot',
    attributes: { axis: int(-1), T: typeOf(2, 3), TI: typeOf(0) },
    outputs: call => {
      const [classes = 1] = neededNumbers(call.input(1), 'how many classes')
      return [{ shape: [...call.input(0).shape, classes], type: call.input(2).type }]
    },
  },
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
