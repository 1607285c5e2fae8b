import { axesOf, axesParam } from './axis.ts'
import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import {
  affineParams,
  affineSummary,
  affineWeights,
  explainAffine,
  scaleAndShift,
  standardize,
} from './normalizing.ts'
import { ownLayer } from './tfjs.ts'
import { torchLayerNormalization } from './torch-normalizing.ts'

export const layerNormalization = defineLayer({
  type: 'layerNormalization',
  label: 'Layer normalization',
  group: 'normalization',
  help: 'Centres and scales each position of each example by its own channels (or by the axes named): gamma·(x − mean) ÷ √(variance + epsilon) + beta, in training and otherwise alike. Ba et al., 2016.',
  inputs: 'one',
  params: { axis: axesParam, ...affineParams },
  shape: (p, [x]) => {
    axesOf(p.axis, x)
    return x
  },
  weights: (p, [x]) => affineWeights(p, normalized(p.axis, x)),
  summary: p => joined(axesSummary(p.axis), affineSummary(p)),
  explain: (p, [x]) => explainAffine(p, normalized(p.axis, x), normalized(p.axis, x)),
  lower: (g, p, [x], { output }) => {
    const axes = axesOf(p.axis, output).map(axis => axis + 1)
    return g.compute(scaleAndShift(g, p, standardize(g, g.full(x), axes, p.epsilon), axes))
  },
  tfjs: (_, args) => ownLayer('layerNormalization', args),
  pytorch: torchLayerNormalization,
})

/** The sizes along the axes that are normalised together. */
export function normalized(axes: readonly number[], x: readonly number[]): readonly number[] {
  return axesOf(axes, x).map(axis => x[axis] ?? 1)
}

/** Nothing where it is the last axis, as usual. */
export function axesSummary(axes: readonly number[]): string {
  if (axes.length === 1 && axes[0] === -1) return ''
  return `${axes.length > 1 ? 'axes' : 'axis'} ${axes.join(', ')}`
}
