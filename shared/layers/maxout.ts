import { call } from '../emit/call.ts'
import { defineLayer, LayerError } from './define.ts'
import { reshape } from './normalizing.ts'
import { int } from './parameters.ts'
import { plural } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch, torchAxis } from './torch.ts'

export const maxout = defineLayer({
  type: 'maxout',
  label: 'Maxout',
  group: 'activation',
  help: 'Keeps the largest of every k neighbouring channels, so k times fewer remain: hᵢ = max over j of z(i·k + j). Behind a dense or convolution layer it learns its own activation. Goodfellow et al., 2013.',
  inputs: 'one',
  params: { pieces: int('Pieces', 2, { help: 'k: the channels that compete for one output.' }) },
  shape: (p, [x]) => {
    const channels = x[x.length - 1] ?? 1
    if (channels % p.pieces === 0) return [...x.slice(0, -1), channels / p.pieces]
    const fitting = Array.from({ length: channels }, (_, less) => channels - less).find(
      count => count <= p.pieces && channels % count === 0,
    )
    throw new LayerError(
      'pieces',
      `${plural(channels, 'channel')} cannot be parted into groups of ${p.pieces}.`,
      [
        {
          label: `Use ${plural(fitting ?? 1, 'piece')}`,
          repair: { kind: 'setParams', params: { pieces: fitting ?? 1 } },
        },
      ],
    )
  },
  summary: p => `${p.pieces} pieces`,
  explain: (p, [x], output) => {
    const channels = x[x.length - 1] ?? 1
    const result = String(output?.[output.length - 1] ?? 'none')
    return [{ quantity: 'Channels', formula: `${channels} ÷ ${p.pieces}`, result }]
  },
  lower: (g, p, [x], { output }) => {
    if (p.pieces === 1) return x
    const groups = reshape(g, x, [-1, ...output, p.pieces])
    return g.op('Max', [groups, g.constant(output.length + 1, { type: 'int32' })])
  },
  tfjs: (_, args) => ownLayer('maxout', args),
  keras: (_, args) => call('Maxout', args, { from: 'own' }),
  pytorch: (_, w, { output, layout }) => {
    const dim = torchAxis(output.length - 1, output.length, layout)
    return form(layout, ownTorch('Maxout', [w.pieces ?? 2], { dim }))
  },
})
