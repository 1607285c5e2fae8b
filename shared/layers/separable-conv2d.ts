import {
  activationParam,
  biasWeight,
  explainMacs,
  explainParameters,
  explainWindow,
  filters,
  finish,
  initializer,
  joined,
  named,
  onSpace,
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

export const separableConv2d = defineLayer({
  type: 'separableConv2d',
  label: 'Separable conv 2D',
  group: 'convolution',
  help: 'A depthwise convolution followed by a 1×1 convolution: about 1÷filters + 1÷F² of the cost of a plain one. Parameters F·F·C·m + C·m·filters + filters. Chollet, 2016.',
  inputs: 'one',
  params: {
    filters,
    ...windowParams,
    depthMultiplier: int('Depth multiplier', 1, {
      help: 'Channels between the two steps, per input channel.',
    }),
    activation: activationParam,
    useBias,
    depthwiseInitializer: initializer('Depthwise initializer', 'glorotUniform'),
    pointwiseInitializer: initializer('Pointwise initializer', 'glorotUniform'),
    biasInitializer: initializer('Bias initializer', 'zeros'),
    trainable,
  },
  starts: { filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
  shape: (p, [x]) => [...slide(x, windowOf(p)), p.filters],
  weights: (p, [x]) => {
    const [, , channels] = picture(x)
    const kernel = { trainable: p.trainable, decay: true }
    return {
      depthwiseKernel: {
        shape: [...p.kernelSize, channels, p.depthMultiplier],
        initializer: p.depthwiseInitializer,
        ...kernel,
      },
      pointwiseKernel: {
        shape: [1, 1, channels * p.depthMultiplier, p.filters],
        initializer: p.pointwiseInitializer,
        ...kernel,
      },
      ...biasWeight(p, p.filters),
    }
  },
  macs: (p, [x], output) => {
    const between = picture(x)[2] * p.depthMultiplier
    const positions = product(output.slice(0, 2))
    return positions * between * (product(p.kernelSize) + p.filters)
  },
  reach: (p, x) => windowReach(windowOf(p), x),
  remarks: (p, [x]) => [...unreadPixels(x, windowOf(p)), ...skippedPixels(windowOf(p))],
  summary: p =>
    joined(
      p.filters,
      windowSummary(windowOf(p)),
      p.depthMultiplier > 1 && `×${p.depthMultiplier}`,
      named(p.activation),
    ),
  explain: (p, [x], output) => {
    const between = picture(x)[2] * p.depthMultiplier
    const bias = p.useBias ? p.filters : 0
    const cost = product(p.kernelSize) + p.filters
    const each = `${p.kernelSize.join('·')}·${between} + ${between}·${p.filters}`
    const positions = output?.slice(0, 2)
    return [
      ...explainWindow(windowOf(p), x, output),
      { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
      explainParameters(`${each}${bias > 0 ? ` + ${bias}` : ''}`, between * cost + bias),
      explainMacs(
        `${positions?.join('·')} · (${each})`,
        positions ? product(positions) * between * cost : null,
      ),
    ]
  },
  lower: (g, p, [x]) => {
    const spatial = depthwise(g, g.compute(x), g.weight('depthwiseKernel'), p)
    const mixed = g.op('Conv2D', [spatial, g.weight('pointwiseKernel')], {
      strides: onSpace([1, 1]),
      padding: 'VALID',
      dilations: onSpace([1, 1]),
    })
    return finish(g, mixed, p)
  },
  // On tfjs-node the dilated one goes through the operation with the wrong gradient.
  tfjs: (p, args) =>
    p.dilationRate.some(rate => rate > 1) || p.strides[0] !== p.strides[1]
      ? ownLayer('separableConv2d', args)
      : tfjsLayer('separableConv2d', p, args),
})
