import {
  biasWeight,
  convolutionParams,
  convolve,
  explainMacs,
  explainParameters,
  explainWindow,
  finish,
  joined,
  named,
  windowOf,
} from './convolution.ts'
import { defineLayer, LayerError, type Mend } from './define.ts'
import { product } from './sizes.ts'
import { picture } from './space.ts'
import { isDilatedStride, ownLayer, tfjsLayer } from './tfjs.ts'
import { skippedPixels, slide, unreadPixels, windowReach, windowSummary } from './window.ts'

export const conv2d = defineLayer({
  type: 'conv2d',
  label: 'Conv 2D',
  group: 'convolution',
  help: 'Slides learned windows over a picture: outᵢ = Σ window·kernelᵢ + biasᵢ. Parameters F·F·(C÷groups)·filters + filters. LeCun et al., 1989.',
  inputs: 'one',
  params: convolutionParams,
  starts: { filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
  shape: (p, [x]) => {
    const [, , channels] = picture(x)
    if (channels % p.groups !== 0 || p.filters % p.groups !== 0)
      throw unevenGroups(p.groups, channels, p.filters)
    return [...slide(x, windowOf(p)), p.filters]
  },
  weights: (p, [x]) => ({
    kernel: {
      shape: [...p.kernelSize, picture(x)[2] / p.groups, p.filters],
      initializer: p.kernelInitializer,
      trainable: p.trainable,
      decay: true,
    },
    ...biasWeight(p, p.filters),
  }),
  macs: (p, [x], output) => product(p.kernelSize) * (picture(x)[2] / p.groups) * product(output),
  reach: (p, x) => windowReach(windowOf(p), x),
  remarks: (p, [x]) => [...unreadPixels(x, windowOf(p)), ...skippedPixels(windowOf(p))],
  summary: p =>
    joined(
      p.filters,
      windowSummary(windowOf(p)),
      p.groups > 1 && `${p.groups} groups`,
      named(p.activation),
    ),
  explain: (p, [x], output) => {
    const inside = `${p.kernelSize.join('·')}·${picture(x)[2] / p.groups}`
    const read = product(p.kernelSize) * (picture(x)[2] / p.groups)
    const bias = p.useBias ? p.filters : 0
    return [
      ...explainWindow(windowOf(p), x, output),
      { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
      explainParameters(
        `${inside}·${p.filters}${bias > 0 ? ` + ${bias}` : ''}`,
        read * p.filters + bias,
      ),
      explainMacs(`${output?.join('·')} · ${inside}`, output && read * product(output)),
    ]
  },
  lower: (g, p, [x]) => finish(g, convolve(g, x, g.weight('kernel'), p), p),
  tfjs: (p, args) =>
    p.groups > 1 || isDilatedStride(p) ? ownLayer('conv2d', args) : tfjsLayer('conv2d', p, args),
})

function unevenGroups(groups: number, channels: number, filters: number): LayerError {
  const largest = greatestDivisor(groups, channels, filters)
  const mend: Mend = {
    label: largest === 1 ? 'Use one group' : `Use ${largest} groups`,
    repair: { kind: 'setParams', params: { groups: largest } },
  }
  const culprit = channels % groups === 0 ? `${filters} filters` : `${channels} input channels`
  return new LayerError('groups', `${groups} groups do not divide ${culprit} evenly.`, [mend])
}

function greatestDivisor(limit: number, ...values: number[]): number {
  for (let divisor = limit; divisor > 1; divisor--)
    if (values.every(value => value % divisor === 0)) return divisor
  return 1
}
