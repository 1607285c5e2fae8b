import { adaptivePool } from './adaptive.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { dims } from './parameters.ts'
import { counted } from './sizes.ts'
import { picture } from './space.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const spatialPyramidPooling = defineLayer({
  type: 'spatialPyramidPooling',
  label: 'Spatial pyramid pooling',
  group: 'pooling',
  help: 'Divides a picture into b×b bins for each b of the list, keeps the largest number of each bin, channel by channel, and writes all in one row: Σ b²·c numbers whatever the picture’s size. Bin i of b over n reads floor(i·n ÷ b) … ceil((i + 1)·n ÷ b). He et al., 2014.',
  inputs: 'one',
  params: {
    bins: dims('Bins', [1, 2, 4], {
      help: 'Bins along each side, a number per level of the pyramid.',
      required: true,
    }),
  },
  shape: (p, [x]) => [cells(p.bins) * picture(x)[2]],
  reach: () => null,
  summary: p => p.bins.map(bins => `${bins}²`).join(' + '),
  explain: (p, [x]) => [
    {
      quantity: 'Numbers',
      formula: `(${p.bins.map(bins => `${bins}²`).join(' + ')})·${picture(x)[2]}`,
      result: counted(cells(p.bins) * picture(x)[2]),
    },
  ],
  lower: (g, p, [x]) => {
    const levels = p.bins.map(bins => row(g, adaptivePool(g, 'max', x, [bins, bins])))
    const [only = x] = levels
    if (levels.length === 1) return only
    return g.op('ConcatV2', [...levels, g.constant(1, { type: 'int32' })])
  },
  tfjs: (_, args) => ownLayer('spatialPyramidPooling', args),
  keras: (_, args) => ownKeras('SpatialPyramidPooling', args),
  pytorch: (_, w) => form('first', ownTorch('SpatialPyramidPool', [w.bins ?? 1])),
})

function cells(bins: readonly number[]): number {
  return bins.reduce((sum, count) => sum + count ** 2, 0)
}

function row(g: Graph, x: Value): Value {
  const [, height = 1, width = 1, channels = 1] = x.shape
  return g.op('Reshape', [x, g.constant([-1, height * width * channels], { type: 'int32' })])
}
