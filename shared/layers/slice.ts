import { call } from '../emit/call.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { list } from './lists.ts'
import { minus, plural, times } from './sizes.ts'
import { code, form, torchAxis } from './torch.ts'

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
  pytorch: (p, _, { inputs: [x = []], layout }) => {
    const cuts: string[] = [':']
    for (const [axis, { from, length }] of cutsOf(p, x).entries())
      cuts[torchAxis(axis, x.length, layout)] =
        from === 0 && length === x[axis] ? ':' : `${from}:${from + length}`
    return form(
      layout,
      code(text => `${text}[${cuts.join(', ')}]`),
    )
  },
})

interface Cut {
  readonly from: number
  readonly length: number
}

interface Values {
  readonly begin: readonly number[]
  readonly size: readonly number[]
}

function cutsOf(p: Values, x: Shape): Cut[] {
  refuseFurtherAxes(p, x)
  const cuts = x.map((whole, axis) => cutOf(p, axis, whole))
  const wrong = cuts.findIndex(({ from, length }, axis) => !isInside(from, length, x[axis] ?? 1))
  if (wrong < 0) return cuts
  const whole = x[wrong] ?? 1
  throw new LayerError(
    'slice-outside',
    `Axis ${wrong + 1} of ${times(x)} has ${plural(whole, 'position')}, 0 to ${whole - 1}; ${minus(p.size[wrong] ?? -1)} from ${minus(p.begin[wrong] ?? 0)} on leaves none or goes past the end.`,
    [insideOf(p, x, cuts)],
  )
}

function cutOf(p: Values, axis: number, whole: number): Cut {
  const begin = p.begin[axis] ?? 0
  const size = p.size[axis] ?? -1
  const from = begin < 0 ? whole + begin : begin
  return { from, length: size < 0 ? whole + size + 1 - from : size }
}

function isInside(from: number, length: number, whole: number): boolean {
  return from >= 0 && from < whole && length >= 1 && from + length <= whole
}

/** What lies inside stays as written; every other axis is taken from the nearest begin to its end. */
function insideOf(p: Values, x: Shape, cuts: readonly Cut[]): Mend {
  const isFine = x.map((whole, axis) =>
    isInside(cuts[axis]?.from ?? 0, cuts[axis]?.length ?? 0, whole),
  )
  const nearest = (from: number, whole: number) => Math.min(Math.max(from, 0), whole - 1)
  const begin = x.map((whole, axis) =>
    isFine[axis] ? (p.begin[axis] ?? 0) : nearest(cuts[axis]?.from ?? 0, whole),
  )
  const size = x.map((_, axis) => (isFine[axis] ? (p.size[axis] ?? -1) : -1))
  return {
    label: `Begin at ${begin.map(minus).join(', ')} with size ${size.map(minus).join(', ')}`,
    repair: { kind: 'setParams', params: { begin, size } },
  }
}

function refuseFurtherAxes(p: Values, x: Shape): void {
  const [name, numbers] =
    p.size.length > p.begin.length ? (['size', p.size] as const) : (['begin', p.begin] as const)
  if (numbers.length <= x.length) return
  const [begin, size] = [p.begin.slice(0, x.length), p.size.slice(0, x.length)]
  throw new LayerError(
    'slice-axes',
    `${name} has ${plural(numbers.length, 'number')}, and the input ${times(x)} has ${x.length === 1 ? '1 axis' : `${x.length} axes`}.`,
    [
      {
        label: `Leave out what is beyond axis ${x.length}`,
        repair: { kind: 'setParams', params: { begin, size } },
      },
    ],
  )
}
