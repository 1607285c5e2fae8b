// Dropout of whole channels, one layer per number of spatial axes, as Keras has them.
import { call } from '../emit/call.ts'
import { defineLayer } from './define.ts'
import { drop, droppingDeclaration, refuseAll, shared } from './dropping.ts'
import { spaceOf } from './space.ts'
import { ownLayer } from './tfjs.ts'
import { form, nn } from './torch.ts'

function spatialDropout<const T extends string>(rank: 1 | 2 | 3, type: T, what: string) {
  return defineLayer({
    ...droppingDeclaration,
    type,
    label: `Spatial dropout ${rank}D`,
    help: `In training sets whole channels of a ${what} to 0 with probability rate and divides the others by 1 − rate: neighbouring positions are too alike to be dropped one by one. Tompson et al., 2015.`,
    shape: (p, [x]) => {
      spaceOf(x, rank)
      refuseAll(p)
      return x
    },
    explain: (p, [x]) => {
      const channels = x[rank] ?? 1
      return [
        {
          quantity: 'Dropped',
          formula: `${p.rate}·${channels} channels on average, in training`,
          result: String(Number((p.rate * channels).toFixed(2))),
        },
      ]
    },
    lower: (g, p, [x]) => {
      if (!g.training || p.rate === 0) return x
      return drop(g, x, shared(g, x, [-1, ...Array<number>(rank).fill(1), -1]), p.rate)
    },
    tfjs: (_, args) => ownLayer(type, args),
    keras: (_, args) => call(`SpatialDropout${rank}D`, args),
    pytorch: (_, w) => form('first', nn(`Dropout${rank}d`, [w.rate ?? 0.5])),
  })
}

export const spatialDropout1d = spatialDropout(1, 'spatialDropout1d', 'sequence')
export const spatialDropout2d = spatialDropout(2, 'spatialDropout2d', 'picture')
export const spatialDropout3d = spatialDropout(3, 'spatialDropout3d', 'volume')
