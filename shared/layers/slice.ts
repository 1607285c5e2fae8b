import { call } from '../emit/call.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { list } from './lists.ts'
import { minus, plural, times } from './sizes.ts'

export const slice = defineLayer({
  type: 'slice',
  label: 'Slice',
  group: 'shape',
  help: 'Cuts a part out of an example: of each axis, size positions from begin on. A negative begin counts from the end; size −1 goes to the end, −2 to one before it. Axes without a number stay whole. TensorFlow slice.',
  inputs: 'one',
  params: {
    begin: list('Begin', 0, {
      help: 'Where the part begins on each axis, the batch apart, counted from 0; −3 is three before the end.',
      required: true,
    }),
    size: list('Size', -1, {
      help: 'How many positions of each axis; −1 takes all to the end.',
      required: true,
    }),
  },
  starts: { begin: 0, size: -1 },
  shape: (p, [x]) => cutsOf(p, x).map(cut => cut.length),
  summary: p => `${p.begin.map(minus).join(', ')} · ${p.size.map(minus).join(', ')}`,
  explain: (p, [x]) =>
    cutsOf(p, x).map(({ from, length }, axis) => ({
      quantity: `Axis ${axis + 1}`,
      formula: `${from} to ${from + length - 1} of ${x[axis]}`,
      result: plural(length, 'position'),
    })),
  remarks: (p, [x]) =>
    cutsOf(p, x).every(({ length }, axis) => length === x[axis])
      ? [
          {
            code: 'whole-slice',
            severity: 'hint',
            message: `The slice is all of ${times(x)}, so it changes nothing. Give it a begin or a size.`,
            mends: [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
          },
        ]
      : [],
  lower: (g, p, [x], { inputs }) => {
    const cuts = cutsOf(p, inputs[0])
    const int32 = (numbers: readonly number[]) => g.constant(numbers, { type: 'int32' })
    const begin = int32([0, ...cuts.map(cut => cut.from)])
    return g.op('Slice', [x, begin, int32([-1, ...cuts.map(cut => cut.length)])])
  },
  tfjs: (_, args) => call('slice', args, { from: 'own' }),
  keras: (_, args) => call('Slice', args, { from: 'own' }),
})

interface Cut {
  readonly from: number
  readonly length: number
}

function cutsOf(p: { begin: readonly number[]; size: readonly number[] }, x: Shape): Cut[] {
  tooMany('begin', p.begin, x)
  tooMany('size', p.size, x)
  return x.map((whole, axis) => cutOf(p, x, axis, whole))
}

function cutOf(
  p: { begin: readonly number[]; size: readonly number[] },
  x: Shape,
  axis: number,
  whole: number,
): Cut {
  const begin = p.begin[axis] ?? 0
  const size = p.size[axis] ?? -1
  const from = begin < 0 ? whole + begin : begin
  const length = size < 0 ? whole + size + 1 - from : size
  if (from >= 0 && from < whole && length >= 1 && from + length <= whole) return { from, length }
  const start = Math.min(Math.max(from, 0), whole - 1)
  const replaced = (numbers: readonly number[], fill: number, value: number) =>
    x.map((_, at) => (at === axis ? value : (numbers[at] ?? fill)))
  const mend: Mend = {
    label: `Take axis ${axis + 1} from ${start} to its end`,
    repair: {
      kind: 'setParams',
      params: { begin: replaced(p.begin, 0, start), size: replaced(p.size, -1, -1) },
    },
  }
  throw new LayerError(
    'slice-outside',
    `Axis ${axis + 1} of ${times(x)} has ${plural(whole, 'position')}, 0 to ${whole - 1}; ${minus(size)} from ${minus(begin)} on leaves none or goes past the end.`,
    [mend],
  )
}

function tooMany(name: string, numbers: readonly number[], x: Shape): void {
  if (numbers.length <= x.length) return
  const kept = numbers.slice(0, x.length)
  throw new LayerError(
    'slice-axes',
    `${name} has ${plural(numbers.length, 'number')}, and the input ${times(x)} has ${x.length === 1 ? '1 axis' : `${x.length} axes`}.`,
    [
      {
        label: `Use ${name} ${kept.map(minus).join(', ')}`,
        repair: { kind: 'setParams', params: { [name]: kept } },
      },
    ],
  )
}
