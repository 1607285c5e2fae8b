import { call } from '../emit/call.ts'
import { axisOf, axisParam } from './axis.ts'
import { defineLayer, LayerError } from './define.ts'
import { plural } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { code, form, torchAxis } from './torch.ts'

export const glu = defineLayer({
  type: 'glu',
  label: 'Gated linear unit',
  group: 'activation',
  help: 'Halves an axis: the first half, each number times the sigmoid of its partner in the second: a·sigmoid(b). Dauphin et al., 2017.',
  inputs: 'one',
  params: { axis: axisParam },
  shape: (p, [x]) => {
    const axis = axisOf(p.axis, x)
    const size = x[axis] ?? 1
    if (size % 2 === 0) return x.map((whole, at) => (at === axis ? whole / 2 : whole))
    const what = axis === x.length - 1 ? plural(size, 'channel') : `${size} along axis ${axis + 1}`
    const other = x.findIndex(length => length % 2 === 0)
    throw new LayerError(
      'odd-halves',
      `${what} cannot be halved. Give the layer before an even number.`,
      other < 0
        ? [{ label: 'Remove this layer', repair: { kind: 'remove' } }]
        : [
            {
              label: `Halve axis ${other + 1}`,
              repair: { kind: 'setParams', params: { axis: other + 1 } },
            },
          ],
    )
  },
  summary: p => (p.axis === -1 ? '' : `axis ${p.axis}`),
  explain: (p, [x], output) => {
    const axis = axisOf(p.axis, x)
    const name = axis === x.length - 1 ? 'Channels' : `Axis ${axis + 1}`
    return [{ quantity: name, formula: `${x[axis]} ÷ 2`, result: String(output?.[axis] ?? 'none') }]
  },
  lower: (g, p, [x], { output }) => {
    const axis = axisOf(p.axis, output) + 1
    const int32 = (values: readonly number[]) => g.constant(values, { type: 'int32' })
    const half = (from: number) =>
      g.op('Slice', [
        x,
        int32([0, ...output].map((_, at) => (at === axis ? from : 0))),
        int32([-1, ...output]),
      ])
    return g.op('Mul', [half(0), g.op('Sigmoid', [half(output[axis - 1] ?? 1)])])
  },
  tfjs: (_, args) => ownLayer('glu', args),
  keras: (_, args) => call('GLU', args, { from: 'own' }),
  pytorch: (p, _, { output, layout }) => {
    const dim = torchAxis(axisOf(p.axis, output), output.length, layout)
    return form(
      layout,
      code(x => `F.glu(${x}, dim=${dim})`),
    )
  },
})
