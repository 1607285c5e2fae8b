// What the convolutions over one, two and three axes share.
import {
  biasWeight,
  type ConvolutionValues,
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
import { LayerError, type Mend, type Shape } from './define.ts'
import { framed } from './framed.ts'
import type { Graph, Value } from './graph.ts'
import { product } from './sizes.ts'
import { spaceOf } from './space.ts'
import type { Rank } from './spatial.ts'
import { torchConvolution } from './torch-convolution.ts'
import {
  addedPerFilter,
  gainWeight,
  kernelOf,
  weightNormalization,
} from './weight-normalization.ts'
import { said } from './weight-parameters.ts'
import { skippedPixels, slide, unreadPixels, windowReach, windowSummary } from './window.ts'

interface P extends ConvolutionValues {
  readonly weightNormalization: boolean
}

/** All of a convolution's declaration but its names, its help and its calls. */
export function plainConvolution<R extends Rank>(rank: R) {
  return {
    group: 'convolution',
    inputs: 'one',
    params: { ...convolutionParams(rank), weightNormalization },
    starts: { filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
    shape: (p: P, [x]: readonly [Shape]) => {
      const [, channels] = spaceOf(x, rank)
      if (channels % p.groups !== 0 || p.filters % p.groups !== 0)
        throw unevenGroups(p.groups, channels, p.filters)
      return [...slide(x, windowOf(p)), p.filters]
    },
    weights: (p: P, [x]: readonly [Shape]) => ({
      kernel: {
        shape: [...p.kernelSize, read(p, x), p.filters],
        ...said('kernel', p),
        trainable: p.trainable,
        decay: true,
      },
      ...gainWeight(p, p.filters),
      ...biasWeight(p, p.filters),
    }),
    macs: (p: P, [x]: readonly [Shape], output: Shape) =>
      product(p.kernelSize) * read(p, x) * product(output),
    reach: (p: P, x: Shape) => windowReach(windowOf(p), x),
    remarks: (p: P, [x]: readonly [Shape]) => [
      ...unreadPixels(x, windowOf(p)),
      ...skippedPixels(windowOf(p)),
    ],
    summary: (p: P) =>
      joined(
        p.filters,
        windowSummary(windowOf(p)),
        p.groups > 1 && `${p.groups} groups`,
        p.weightNormalization && 'weight norm',
        named(p.activation),
      ),
    explain: (p: P, [x]: readonly [Shape], output: Shape | null) => {
      const inside = [...p.kernelSize, read(p, x)].join('·')
      const each = product(p.kernelSize) * read(p, x)
      const added = addedPerFilter(p, p.filters)
      return [
        ...explainWindow(windowOf(p), x, output),
        { quantity: 'Channels', formula: 'filters', result: String(p.filters) },
        explainParameters(
          [`${inside}·${p.filters}`, ...added].join(' + '),
          (each + added.length) * p.filters,
        ),
        explainMacs(`${output?.join('·')} · ${inside}`, output && each * product(output)),
      ]
    },
    lower: (g: Graph, p: P, [x]: readonly [Value]) => {
      const frame = framed(g, x, p)
      const y = convolve(g, frame.x, frame.kernel(kernelOf(g, p)), frame.p)
      return frame.done(finish(g, y, p))
    },
    pytorch: torchConvolution(rank),
  } as const
}

/** Input channels that one output channel reads. */
function read(p: P, x: Shape): number {
  return spaceOf(x, p.kernelSize.length)[1] / p.groups
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
