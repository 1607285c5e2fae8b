import { call } from '../emit/call.ts'
import { axesOf, axesParam } from './axis.ts'
import { explainParameters, joined, trainable } from './convolution.ts'
import { defineLayer } from './define.ts'
import { axesSummary, normalized } from './layer-normalization.ts'
import { divideByRoot, explainAveraged, spread } from './normalizing.ts'
import { number } from './parameters.ts'
import { product } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { torchRmsNormalization } from './torch-normalizing.ts'

export const rmsNormalization = defineLayer({
  type: 'rmsNormalization',
  label: 'RMS normalization',
  group: 'normalization',
  help: 'Scales each position by the root of its mean square, without centring: scale·x ÷ √(mean(x²) + epsilon) over the channels or the axes named. Zhang and Sennrich, 2019.',
  inputs: 'one',
  params: { axis: axesParam, epsilon: number('Epsilon', 1e-6, { minimum: 0 }), trainable },
  shape: (p, [x]) => {
    axesOf(p.axis, x)
    return x
  },
  weights: (p, [x]) => ({
    scale: { shape: normalized(p.axis, x), initializer: 'ones', trainable: p.trainable },
  }),
  summary: p => joined(axesSummary(p.axis), !p.trainable && 'frozen'),
  explain: (p, [x]) => {
    const sizes = normalized(p.axis, x)
    return [explainParameters(sizes.join('·'), product(sizes)), explainAveraged(sizes)]
  },
  lower: (g, p, [x], { output }) => {
    const axes = axesOf(p.axis, output).map(axis => axis + 1)
    const scaled = divideByRoot(g, g.full(x), axes, p.epsilon)
    return g.compute(g.op('Mul', [scaled, spread(g, g.weight('scale', 'full'), scaled, axes)]))
  },
  tfjs: (_, args) => ownLayer('rmsNormalization', args),
  keras: (_, args) => call('RMSNormalization', args, { weights: true }),
  pytorch: torchRmsNormalization,
})
