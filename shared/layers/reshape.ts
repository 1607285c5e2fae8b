import { call } from '../emit/call.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { dims } from './parameters.ts'
import { counted, product, times } from './sizes.ts'
import { code, form, ownTorch } from './torch.ts'

export const reshape = defineLayer({
  type: 'reshape',
  label: 'Reshape',
  group: 'shape',
  help: 'Reads the numbers of an example in order and writes them into another shape of as many numbers. One size may be −1: it takes what is left.',
  inputs: 'one',
  params: {
    targetShape: dims('Target shape', [-1], {
      unknown: true,
      help: 'Without the batch; one size may be −1.',
      required: true,
    }),
  },
  view: true,
  shape: (p, [x]) => {
    const total = product(x)
    const known = product(p.targetShape.filter(size => size !== -1))
    if (!p.targetShape.includes(-1) && known !== total) throw differs(x, p.targetShape)
    if (total % known !== 0) throw doesNotDivide(x, p.targetShape, known)
    return p.targetShape.map(size => (size === -1 ? total / known : size))
  },
  reach: () => null,
  summary: p => times(p.targetShape.map(shown)),
  explain: (p, [x], output) => [
    {
      quantity: 'Numbers',
      formula: `${x.join('·')} = ${(output ?? p.targetShape.map(shown)).join('·')}`,
      result: counted(product(x)),
    },
  ],
  lower: (g, _, [x], { output }) =>
    g.op('Reshape', [x, g.constant([-1, ...output], { type: 'int32' })]),
  // In tfjs a −1 stays unknown, and the layers behind it then have no size to start from.
  tfjs: (p, args, { inputs, output }) => {
    const written = args.targetShape ?? p.targetShape
    if (!Array.isArray(written) || !p.targetShape.includes(-1)) return call('reshape', args)
    if (written.length === 1 && inputs[0]?.length !== 1) return call('flatten', {})
    const targetShape = written.map((size, axis) =>
      p.targetShape[axis] === -1 ? (output[axis] ?? size) : size,
    )
    return call('reshape', { ...args, targetShape })
  },
  pytorch: (_, __, { output, apart }) =>
    form(
      'last',
      apart
        ? ownTorch('Reshape', [...output])
        : code(x => `${x}.reshape(-1, ${output.join(', ')})`),
    ),
})

function shown(size: number): number | string {
  return size === -1 ? '−1' : size
}

function differs(x: Shape, target: readonly number[]): LayerError {
  return new LayerError(
    'reshape-differs',
    `The input ${times(x)} holds ${counted(product(x))} numbers and the target ${times(target)} holds ${counted(product(target))}.`,
    [...freeing(x, target), flatMend],
  )
}

function doesNotDivide(x: Shape, target: readonly number[], known: number): LayerError {
  const sizes = target.filter(size => size !== -1)
  const formula = sizes.length > 1 ? `${sizes.join('·')} = ` : ''
  return new LayerError(
    'reshape-differs',
    `The input ${times(x)} holds ${counted(product(x))} numbers, which ${formula}${counted(known)} does not divide evenly.`,
    [flatMend],
  )
}

const flatMend: Mend = {
  label: 'Use one row of numbers',
  repair: { kind: 'setParams', params: { targetShape: [-1] } },
}

/** The first size that could take what is left. */
function freeing(x: Shape, target: readonly number[]): Mend[] {
  const total = product(x)
  const index = target.findIndex(size => total % (product(target) / size) === 0)
  const size = target[index]
  if (size === undefined || target.length === 1) return []
  const free = total / (product(target) / size)
  const targetShape = target.map((other, at) => (at === index ? free : other))
  return [
    { label: `Use ${times(targetShape)}`, repair: { kind: 'setParams', params: { targetShape } } },
  ]
}
