import { call } from '../emit/call.ts'
import {
  biasWeight,
  convolutionParams,
  convolve,
  counted,
  explainWindow,
  finish,
  windowOf,
} from './convolution.ts'
import { defineLayer, LayerError, type Mend } from './define.ts'
import { tfjsWindow } from './tfjs-padding.ts'
import { picture, slide, unreadPixels, windowReach, windowSummary } from './window.ts'

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
  macs: (p, [x], output) =>
    p.kernelSize[0] * p.kernelSize[1] * (picture(x)[2] / p.groups) * product(output),
  reach: p => windowReach(windowOf(p)),
  remarks: (p, [x]) => unreadPixels(x, windowOf(p)),
  summary: p =>
    [
      p.filters,
      windowSummary(windowOf(p)),
      p.groups > 1 && `${p.groups} groups`,
      p.activation !== 'linear' && p.activation,
    ]
      .filter(Boolean)
      .join(' · '),
  explain: (p, [x], output) => {
    const [, , channels] = picture(x)
    const inside = `${p.kernelSize.join('·')}·${channels / p.groups}`
    const kernel = p.kernelSize[0] * p.kernelSize[1] * (channels / p.groups)
    const bias = p.useBias ? ` + ${p.filters}` : ''
    return [
      ...explainWindow(windowOf(p), x, output),
      { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
      {
        quantity: 'Parameters',
        formula: `${inside}·${p.filters}${bias}`,
        result: counted(kernel * p.filters + (p.useBias ? p.filters : 0)),
      },
      {
        quantity: 'MACs',
        formula: output === null ? 'needs a height and a width' : `${output.join('·')} · ${inside}`,
        result: output === null ? '–' : counted(kernel * product(output)),
      },
    ]
  },
  lower: (g, p, [x]) => finish(g, convolve(g, x, g.weight('kernel'), p), p),
  tfjs: (p, args, shapes) => {
    const own = p.groups > 1
    const { groups, ...plain } = args
    return tfjsWindow(p, own ? args : plain, shapes, rest =>
      call(own ? 'groupedConv2d' : 'conv2d', rest, { from: own ? 'own' : 'framework' }),
    )
  },
})

export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}

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
