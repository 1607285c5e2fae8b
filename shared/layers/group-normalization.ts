import { axisOf, axisParam } from './axis.ts'
import { joined } from './convolution.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import {
  type AffineValues,
  affineParams,
  affineSummary,
  affineWeights,
  explainAffine,
  reshape,
  scaleAndShift,
  standardize,
} from './normalizing.ts'
import { int, ParameterError } from './parameters.ts'
import { counted, plural, product } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { torchGroupNormalization } from './torch-normalizing.ts'

const groupCount = int('Groups', 32, {
  help: 'Each group of channels is normalised by itself; −1 makes a group of every channel.',
})

export const groupNormalization = defineLayer({
  type: 'groupNormalization',
  label: 'Group normalization',
  group: 'normalization',
  help: 'Centres and scales each group of channels of each example over all of its positions: gamma·(x − mean) ÷ √(variance + epsilon) + beta, with gamma and beta per channel. Wu and He, 2018.',
  inputs: 'one',
  params: {
    groups: {
      ...groupCount,
      minimum: -1,
      parse: given => {
        if (given === -1) return -1
        try {
          return groupCount.parse(given)
        } catch (error) {
          if (!(error instanceof ParameterError)) throw error
          throw new ParameterError(`${error.message}, or -1`)
        }
      },
    },
    axis: axisParam,
    ...affineParams,
  },
  starts: { groups: 8 },
  shape: (p, [x]) => {
    const channels = x[axisOf(p.axis, x)] ?? 1
    if (p.groups === -1 || channels % p.groups === 0) return x
    throw doesNotDivide(p.groups, channels)
  },
  weights: (p, [x]) => affineWeights(p, [x[axisOf(p.axis, x)] ?? 1]),
  summary: p =>
    joined(
      p.groups === -1 ? 'each channel' : plural(p.groups, 'group'),
      p.axis !== -1 && `axis ${p.axis}`,
      affineSummary(p),
    ),
  explain: (p, [x]) => {
    const axis = axisOf(p.axis, x)
    return explainAffine(p, [x[axis] ?? 1], groupSizes(p.groups, axis, x))
  },
  lower: (g, p, [x], { output }) =>
    normalizeGroups(g, p, x, { groups: p.groups, axis: axisOf(p.axis, output) }),
  tfjs: (_, args) => ownLayer('groupNormalization', args),
  pytorch: (p, w, place) => torchGroupNormalization(p, w, place),
})

/** The numbers that are averaged together: the other axes, and a group's share of this one. */
export function groupSizes(groups: number, axis: number, x: Shape): readonly number[] {
  const channels = x[axis] ?? 1
  const share = groups === -1 ? 1 : channels / groups
  return x.map((size, at) => (at === axis ? share : size))
}

/** `axis` does not count the batch. */
export function normalizeGroups(
  g: Graph,
  p: AffineValues,
  x: Value,
  { groups, axis }: { readonly groups: number; readonly axis: number },
): Value {
  const [, ...sizes] = x.shape
  const channels = sizes[axis] ?? 1
  const count = groups === -1 ? channels : groups
  const before = product(sizes.slice(0, axis))
  const after = product(sizes.slice(axis + 1))
  // What lies behind the channels goes into the last axis, beside a group's own channels.
  const parts = reshape(g, g.full(x), [-1, before, count, (channels / count) * after])
  const normalized = reshape(g, standardize(g, parts, [1, 3], p.epsilon), [-1, ...sizes])
  return g.compute(scaleAndShift(g, p, normalized, [axis + 1]))
}

function doesNotDivide(groups: number, channels: number): LayerError {
  const fitting = Array.from({ length: Math.min(groups, channels) }, (_, less) => groups - less)
    .concat(channels)
    .find(count => count <= channels && channels % count === 0)
  const use = (label: string, count: number): Mend => ({
    label,
    repair: { kind: 'setParams', params: { groups: count } },
  })
  return new LayerError(
    'groups',
    `${counted(groups)} groups do not divide ${plural(channels, 'channel')} evenly.`,
    [
      ...(fitting === undefined ? [] : [use(`Use ${plural(fitting, 'group')}`, fitting)]),
      use('Normalize each channel by itself', -1),
    ],
  )
}
