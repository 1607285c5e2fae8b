import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { dims } from './parameters.ts'
import { times } from './sizes.ts'
import { code, form } from './torch.ts'

export const permute = defineLayer({
  type: 'permute',
  label: 'Permute',
  group: 'shape',
  help: 'Puts the axes of an example in another order: output axis i is input axis dims[i], counted from 1, the batch apart. Keras Permute.',
  inputs: 'one',
  params: {
    dims: dims('Order', [2, 1], {
      help: 'The input axes in their new order, counted from 1: 2 × 1 turns rows into columns.',
      required: true,
    }),
  },
  starts: { dims: [2, 1] },
  shape: (p, [x]) => {
    const order = [...p.dims].sort((a, b) => a - b)
    if (p.dims.length !== x.length || order.some((axis, at) => axis !== at + 1))
      throw noOrder(p.dims, x)
    return p.dims.map(axis => x[axis - 1] ?? 1)
  },
  reach: () => null,
  summary: p => p.dims.join(', '),
  explain: (p, [x], output) => [
    {
      quantity: 'Axes',
      formula: `${times(x)} in the order ${p.dims.join(', ')}`,
      result: times(output ?? []),
    },
  ],
  lower: (g, p, [x]) =>
    p.dims.every((axis, at) => axis === at + 1)
      ? x
      : g.op('Transpose', [x, g.constant([0, ...p.dims], { type: 'int32' })]),
  pytorch: p =>
    form(
      'last',
      code(x => `${x}.permute(0, ${p.dims.join(', ')})`),
    ),
})

function noOrder(order: readonly number[], x: Shape): LayerError {
  const axes = x.map((_, at) => at + 1)
  const [first = 1, ...others] = axes
  const last = axes[axes.length - 1] ?? 1
  const [, second, ...rest] = axes
  const orders = [
    ...(second === undefined
      ? []
      : [{ what: 'Swap the first two', dims: [second, first, ...rest] }]),
    ...(axes.length > 2
      ? [{ what: 'Put the channels first', dims: [last, ...axes.slice(0, -1)] }]
      : []),
    ...(axes.length > 2 ? [{ what: 'Put the first axis last', dims: [...others, first] }] : []),
    ...(axes.length === 1 ? [{ what: 'Keep the order', dims: axes }] : []),
  ]
  return new LayerError(
    'no-order',
    `The order is ${order.join(', ')}, and the input ${times(x)} has ${axes.length === 1 ? 'the one axis 1' : `the axes 1 to ${last}, each of which must stand in it once`}.`,
    orders.map(
      ({ what, dims }): Mend => ({
        label: `${what}: ${dims.join(', ')}`,
        repair: { kind: 'setParams', params: { dims } },
      }),
    ),
  )
}
