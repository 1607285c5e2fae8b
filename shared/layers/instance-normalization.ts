import { call } from '../emit/call.ts'
import { defineLayer, LayerError } from './define.ts'
import { groupSizes, normalizeGroups } from './group-normalization.ts'
import { affineParams, affineSummary, affineWeights, explainAffine } from './normalizing.ts'
import { times } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { torchInstanceNormalization } from './torch-normalizing.ts'

export const instanceNormalization = defineLayer({
  type: 'instanceNormalization',
  label: 'Instance normalization',
  group: 'normalization',
  help: 'Centres and scales each channel of each example over its positions: gamma·(x − mean) ÷ √(variance + epsilon) + beta. Group normalization with a group per channel. Ulyanov et al., 2016.',
  inputs: 'one',
  params: affineParams,
  shape: (_, [x]) => {
    if (x.length > 1) return x
    throw new LayerError(
      'needs-positions',
      `The input is a list of ${times(x)} numbers; instance normalization averages over positions, so every number would become 0.`,
      [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
    )
  },
  weights: (p, [x]) => affineWeights(p, [x[x.length - 1] ?? 1]),
  remarks: (_, [x]) =>
    x.slice(0, -1).every(size => size === 1)
      ? [
          {
            code: 'one-position',
            severity: 'warning',
            message: `The input ${times(x)} has one position, so every number minus its mean is 0.`,
            mends: [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
          },
        ]
      : [],
  summary: affineSummary,
  explain: (p, [x]) =>
    explainAffine(p, [x[x.length - 1] ?? 1], groupSizes(-1, x.length - 1, x).slice(0, -1)),
  lower: (g, p, [x], { output }) =>
    normalizeGroups(g, p, x, { groups: -1, axis: output.length - 1 }),
  tfjs: (_, args) => ownLayer('instanceNormalization', args),
  keras: (_, args) => call('GroupNormalization', { ...args, groups: -1 }, { weights: true }),
  pytorch: torchInstanceNormalization,
})
