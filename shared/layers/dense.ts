import {
  activationParam,
  biasWeight,
  explainMacs,
  explainParameters,
  finish,
  initializer,
  joined,
  named,
  trainable,
  useBias,
} from './convolution.ts'
import { defineLayer, type Shape } from './define.ts'
import { int } from './parameters.ts'
import { counted, product, times } from './sizes.ts'
import { tfjsLayer } from './tfjs.ts'

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
    kernelInitializer: initializer('Kernel initializer', 'glorotUniform'),
    biasInitializer: initializer('Bias initializer', 'zeros'),
    trainable,
  },
  starts: { units: 64, activation: 'relu' },
  shape: (p, [x]) => [...x.slice(0, -1), p.units],
  weights: (p, [x]) => ({
    kernel: {
      shape: [last(x), p.units],
      initializer: p.kernelInitializer,
      trainable: p.trainable,
      decay: true,
    },
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
  summary: p => joined(p.units, named(p.activation)),
  explain: (p, [x], output) => {
    const bias = p.useBias ? p.units : 0
    const positions = x.slice(0, -1)
    const kernel = `${last(x)}·${p.units}`
    return [
      { quantity: 'Units', formula: 'units', result: counted(p.units) },
      explainParameters(`${kernel}${bias > 0 ? ` + ${bias}` : ''}`, last(x) * p.units + bias),
      explainMacs([...positions, kernel].join('·'), output && last(x) * product(output)),
    ]
  },
  // The reshapes stand outside of MatMul, BiasAdd and the activation, which TensorFlow fuses.
  lower: (g, p, [x], { output }) => {
    const rows = x.shape.length === 2 ? x : reshape(x, [last(x.shape)])
    const product = g.op('MatMul', [g.compute(rows), g.weight('kernel')])
    const result = finish(g, product, p)
    return x.shape.length === 2 ? result : reshape(result, output)

    function reshape(value: typeof x, sizes: Shape) {
      return g.op('Reshape', [value, g.constant([-1, ...sizes], { type: 'int32' })])
    }
  },
  tfjs: (p, args) => tfjsLayer('dense', p, args),
})

function last(shape: Shape): number {
  return shape[shape.length - 1] ?? 1
}
