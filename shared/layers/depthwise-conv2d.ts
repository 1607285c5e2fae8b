import {
  activationParam,
  biasWeight,
  explainMacs,
  explainParameters,
  explainWindow,
  finish,
  initializer,
  joined,
  named,
  trainable,
  useBias,
  windowOf,
  windowParams,
} from './convolution.ts'
import { defineLayer } from './define.ts'
import { depthwise } from './depthwise.ts'
import { int } from './parameters.ts'
import { product } from './sizes.ts'
import { picture } from './space.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { skippedPixels, slide, unreadPixels, windowReach, windowSummary } from './window.ts'

export const depthwiseConv2d = defineLayer({
  type: 'depthwiseConv2d',
  label: 'Depthwise conv 2D',
  group: 'convolution',
  help: 'Slides a window of its own over every channel and never mixes channels. Parameters F·F·C·m + C·m, with m outputs per channel. Sifre, 2014; Howard et al., 2017.',
  inputs: 'one',
  params: {
    ...windowParams,
    depthMultiplier: int('Depth multiplier', 1, { help: 'Output channels per input channel.' }),
    activation: activationParam,
    useBias,
    depthwiseInitializer: initializer('Kernel initializer', 'glorotUniform'),
    biasInitializer: initializer('Bias initializer', 'zeros'),
    trainable,
  },
  starts: { kernelSize: 3, padding: 'same' },
  shape: (p, [x]) => [...slide(x, windowOf(p)), picture(x)[2] * p.depthMultiplier],
  weights: (p, [x]) => ({
    kernel: {
      shape: [...p.kernelSize, picture(x)[2], p.depthMultiplier],
      initializer: p.depthwiseInitializer,
      trainable: p.trainable,
      decay: true,
    },
    ...biasWeight(p, picture(x)[2] * p.depthMultiplier),
  }),
  macs: (p, _, output) => product(p.kernelSize) * product(output),
  reach: (p, x) => windowReach(windowOf(p), x),
  remarks: (p, [x]) => [...unreadPixels(x, windowOf(p)), ...skippedPixels(windowOf(p))],
  summary: p =>
    joined(
      windowSummary(windowOf(p)),
      p.depthMultiplier > 1 && `×${p.depthMultiplier}`,
      named(p.activation),
    ),
  explain: (p, [x], output) => {
    const [, , channels] = picture(x)
    const outputs = channels * p.depthMultiplier
    const window = p.kernelSize.join('·')
    const bias = p.useBias ? outputs : 0
    return [
      ...explainWindow(windowOf(p), x, output),
      {
        quantity: 'Channels',
        formula: `${channels}·${p.depthMultiplier}`,
        result: String(outputs),
      },
      explainParameters(
        `${window}·${channels}·${p.depthMultiplier}${bias > 0 ? ` + ${bias}` : ''}`,
        product(p.kernelSize) * outputs + bias,
      ),
      explainMacs(
        `${output?.join('·')} · ${window}`,
        output && product(p.kernelSize) * product(output),
      ),
    ]
  },
  lower: (g, p, [x]) => finish(g, depthwise(g, g.compute(x), g.weight('kernel'), p), p),
  tfjs: (p, args) =>
    p.dilationRate.some(rate => rate > 1) || p.strides[0] !== p.strides[1]
      ? ownLayer('depthwiseConv2d', args)
      : tfjsLayer('depthwiseConv2d', p, args),
})
