import { defineLayer, LayerError, type Shape } from './define.ts'
import { int } from './parameters.ts'
import { product, times } from './sizes.ts'
import { code, form } from './torch.ts'

export const repeatVector = defineLayer({
  type: 'repeatVector',
  label: 'Repeat vector',
  group: 'shape',
  help: 'Writes a list of f numbers n times, as the steps of a sequence: f becomes n×f. What an encoder hands to every step of a decoder. Keras RepeatVector.',
  inputs: 'one',
  params: { n: int('Times', 2, { required: true }) },
  starts: { n: 2 },
  shape: (p, [x]) => [p.n, numbersOf(x)],
  reach: () => null,
  summary: p => `×${p.n}`,
  explain: (p, [x]) => [
    {
      quantity: 'Numbers',
      formula: `${p.n}·${numbersOf(x)}`,
      result: (p.n * numbersOf(x)).toLocaleString('en-US'),
    },
  ],
  lower: (g, p, [x], { output }) => {
    const int32 = (numbers: readonly number[]) => g.constant(numbers, { type: 'int32' })
    const [, width = 1] = output
    const step = g.op('Reshape', [x, int32([-1, 1, width])])
    const batch = g.op('Slice', [g.op('Shape', [x]), int32([0]), int32([1])])
    const sizes = g.op('ConcatV2', [batch, int32([p.n, width]), g.constant(0, { type: 'int32' })])
    return g.op('BroadcastTo', [step, sizes])
  },
  pytorch: p =>
    form(
      'last',
      code(x => `${x}.unsqueeze(1).repeat(1, ${p.n}, 1)`),
    ),
})

function numbersOf(x: Shape): number {
  const [size] = x
  if (x.length === 1 && size !== undefined) return size
  throw new LayerError(
    'needs-vector',
    `The input is ${times(x)}; repeatVector repeats a list of numbers, and that has ${x.length} axes.`,
    [
      {
        label: `Flatten it to ${product(x).toLocaleString('en-US')}`,
        repair: { kind: 'insertBefore', type: 'flatten' },
      },
    ],
  )
}
