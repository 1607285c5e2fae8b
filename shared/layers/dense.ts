import { call } from '../emit/call.ts'
import {
  activationParam,
  biasWeight,
  explainMacs,
  explainParameters,
  finish,
  joined,
  named,
  trainable,
  useBias,
} from './convolution.ts'
import { defineLayer, type Shape } from './define.ts'
import { drop } from './dropping.ts'
import { ownKeras } from './keras.ts'
import { int, number } from './parameters.ts'
import { counted, product, times } from './sizes.ts'
import { ownLayer, tfjsLayer } from './tfjs.ts'
import { torchDense } from './torch-convolution.ts'
import {
  addedPerFilter,
  gainWeight,
  kernelOf,
  weightNormalization,
} from './weight-normalization.ts'
import { said, weightParameters } from './weight-parameters.ts'

export const dense = defineLayer({
  type: 'dense',
  label: 'Dense',
  group: 'dense',
  help: 'Every output reads every input: out = activation(x·kernel + bias). Parameters inputs·units + units. On more than one axis it acts on the last. Rosenblatt, 1958.',
  inputs: 'one',
  params: {
    units: int('Units', 64, { required: true }),
    activation: activationParam,
    useBias,
    ...weightParameters('kernel', 'Kernel', 'glorotUniform'),
    ...weightParameters('bias', 'Bias', 'zeros'),
    trainable,
    weightNormalization,
    dropConnect: number('DropConnect', 0, {
      help: 'The share of the kernel’s weights that every training step leaves out, another draw each time; the others are divided by what is left. Wan et al., 2013.',
      minimum: 0,
      maximum: 0.99,
    }),
  },
  starts: { units: 64, activation: 'relu' },
  shape: (p, [x]) => [...x.slice(0, -1), p.units],
  weights: (p, [x]) => ({
    kernel: {
      shape: [last(x), p.units],
      ...said('kernel', p),
      trainable: p.trainable,
      decay: true,
    },
    ...gainWeight(p, p.units),
    ...biasWeight(p, p.units),
  }),
  macs: (_, [x], output) => last(x) * product(output),
  remarks: (p, [x]) =>
    x.length === 3
      ? [
          {
            code: 'dense-on-picture',
            severity: 'hint',
            message: `The input is ${times(x)}, so the ${counted(p.units)} units read the ${counted(last(x))} channels of each of the ${times(x.slice(0, 2))} positions, not the whole picture.`,
            mends: [{ label: 'Insert Flatten', repair: { kind: 'insertBefore', type: 'flatten' } }],
          },
        ]
      : [],
  summary: p =>
    joined(
      p.units,
      p.weightNormalization && 'weight norm',
      p.dropConnect > 0 && `drops ${p.dropConnect} of weights`,
      named(p.activation),
    ),
  explain: (p, [x], output) => {
    const added = addedPerFilter(p, p.units)
    const positions = x.slice(0, -1)
    const kernel = `${last(x)}·${p.units}`
    return [
      { quantity: 'Units', formula: 'units', result: counted(p.units) },
      explainParameters([kernel, ...added].join(' + '), (last(x) + added.length) * p.units),
      explainMacs([...positions, kernel].join('·'), output && last(x) * product(output)),
    ]
  },
  // The reshapes stand outside of MatMul, BiasAdd and the activation, which TensorFlow fuses.
  lower: (g, p, [x], { output }) => {
    const rows = x.shape.length === 2 ? x : reshape(x, [last(x.shape)])
    const kernel = kernelOf(g, p)
    const used = g.training && p.dropConnect > 0 ? drop(g, kernel, kernel, p.dropConnect) : kernel
    const product = g.op('MatMul', [g.compute(rows), used])
    const result = finish(g, product, p)
    return x.shape.length === 2 ? result : reshape(result, output)

    function reshape(value: typeof x, sizes: Shape) {
      return g.op('Reshape', [value, g.constant([-1, ...sizes], { type: 'int32' })])
    }
  },
  tfjs: (p, args) =>
    p.weightNormalization || p.dropConnect > 0
      ? ownLayer('dense', args)
      : tfjsLayer('dense', p, args),
  keras: (p, args) =>
    p.weightNormalization
      ? ownKeras('NormalizedDense', args)
      : p.dropConnect > 0
        ? ownKeras('DropConnectDense', args)
        : call('Dense', args, { weights: true }),
  pytorch: torchDense,
})

function last(shape: Shape): number {
  return shape[shape.length - 1] ?? 1
}
