// Operations that go along one axis in order.
import { flag, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import { like, type Operation } from '../operation.ts'

export const sort: readonly Operation[] = [
  {
    // The largest values of the last axis, in falling order, and where they stood. It only answers which
    // numbers are large: what is computed from it must take its gradient another way.
    type: 'TopKV2',
    attributes: { T: typeOf(0), Tk: typeOf(1), sorted: flag(true) },
    outputs: call => {
      const { shape, type } = call.input(0)
      const [count = 1] = neededNumbers(call.input(1), 'how many')
      const sizes = [...shape.slice(0, -1), count]
      return [
        { shape: sizes, type },
        { shape: sizes, type: 'int32' },
      ]
    },
  },
  {
    type: 'Cumsum',
    attributes: { T: typeOf(0), Tidx: typeOf(1), exclusive: flag(false), reverse: flag(false) },
    outputs: like(0),
    gradient: (g, call, dy) => [
      () =>
        g.op('Cumsum', [dy, call.input(1)], {
          exclusive: call.flag('exclusive'),
          reverse: !call.flag('reverse'),
        }),
      null,
    ],
  },
]
