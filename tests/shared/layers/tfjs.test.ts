// Builds the calls that layers emit with the real tfjs-layers, and asks it for shapes and weights.
import '@tensorflow/tfjs-backend-cpu'
// The orthogonal initializer calls operations as methods of tensors.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js'
import * as tf from '@tensorflow/tfjs-layers'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/document/types.ts'
import type { Call } from '../../../shared/emit/call.ts'
import type { Shape } from '../../../shared/layers/define.ts'
import { type ExpectedCase, expectedCases } from '../../fixtures/layers/load.ts'
import { declared } from './declared.ts'

const cases = expectedCases.filter(one => one.type !== 'input')

function callsOf({ type, params, inputs }: ExpectedCase): readonly Call[] {
  return declared(type, params, ...inputs).tfjs() as readonly Call[]
}

function isFramework(one: ExpectedCase): boolean {
  return callsOf(one).every(call => call.from !== 'own')
}

type Factory = (args: object) => tf.layers.Layer
const factories = tf.layers as unknown as Readonly<Record<string, Factory>>

describe('calls of the framework', () => {
  it.each(
    cases
      .filter(isFramework)
      .map(
        one =>
          [`${one.type} ${JSON.stringify(one.params)} ${one.inputs.join(' | ')}`, one] as const,
      ),
  )('%s', (_, one) => {
    const inputs = one.inputs.map(shape => tf.input({ shape: [...shape] }))
    const [first] = inputs
    if (!first) throw new Error('no input')
    let value: tf.SymbolicTensor | tf.SymbolicTensor[] = inputs.length > 1 ? inputs : first
    let weights: readonly (readonly (number | null)[])[] = []
    for (const call of callsOf(one)) {
      const layer = factories[call.name]?.(structuredClone(call.args))
      if (!layer) throw new Error(`tfjs has no ${call.name}`)
      value = layer.apply(value) as tf.SymbolicTensor
      if (call.weights) weights = layer.weights.map(weight => weight.shape)
    }
    expect((value as tf.SymbolicTensor).shape).toEqual([null, ...one.output])
    expect(weights).toEqual(one.weights.map(weight => weight.shape))
  })
})

describe('what tfjs lacks', () => {
  const calls = (type: string, params: JsonObject, ...inputs: Shape[]) =>
    declared(type, params, ...inputs).tfjs()

  it('keeps the document’s words where it must bring a class of its own', () => {
    expect(
      calls('conv2d', { filters: 8, kernelSize: 3, groups: 2, padding: 1 }, [8, 8, 4]),
    ).toEqual([
      {
        name: 'conv2d',
        args: { filters: 8, kernelSize: 3, groups: 2, padding: 1 },
        from: 'own',
        weights: true,
      },
    ])
  })

  it.each([
    ['conv2d', { filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 }],
    ['conv2d', { filters: 2, kernelSize: 3, dilationRate: 2 }],
    ['depthwiseConv2d', { kernelSize: 3, dilationRate: 2 }],
    ['depthwiseConv2d', { kernelSize: 3, strides: [1, 2] }],
    ['separableConv2d', { filters: 2, kernelSize: 3, dilationRate: 2 }],
    ['conv2dTranspose', { filters: 2, kernelSize: 3, padding: 1 }],
    ['conv2dTranspose', { filters: 2, kernelSize: 3, strides: 2, outputPadding: 1 }],
    ['maxPooling2d', { poolSize: 3, padding: 1 }],
    ['batchNormalization', { trainable: false }],
    ['batchNormalization', { scale: false }],
    ['activation', { activation: 'hardSigmoid' }],
  ] as const)('brings its own %s for %j', (type, params) => {
    const [call] = calls(type, params, [9, 9, 4]) as readonly Call[]
    expect(call).toMatchObject({ name: type, args: params, from: 'own' })
  })

  it('pads with a layer of its own, in the words of the file', () => {
    expect(calls('conv2d', { filters: 2, kernelSize: 5, padding: [2, 1] }, [9, 9, 4])).toEqual([
      { name: 'zeroPadding2d', args: { padding: [2, 1] } },
      { name: 'conv2d', args: { filters: 2, kernelSize: 5 }, weights: true },
    ])
    expect(calls('averagePooling2d', { padding: 0 }, [8, 8, 4])).toEqual([
      { name: 'averagePooling2d', args: {}, weights: true },
    ])
  })

  it('puts leakyRelu behind the layer with the slope of Keras', () => {
    expect(calls('dense', { units: 3, activation: 'leakyRelu' }, [9])).toEqual([
      { name: 'dense', args: { units: 3 }, weights: true },
      { name: 'leakyReLU', args: { alpha: 0.2 } },
    ])
  })

  it('leaves an activation that a block’s parameter names to a class that knows them all', () => {
    const node = declared('dense', { units: 3, activation: 'relu' }, [9])
    const made = node.layer.tfjs?.(
      node.p,
      { units: 3, activation: { code: 'act' } },
      { inputs: [[9]], output: [3] },
    )
    expect(made).toEqual([
      { name: 'dense', args: { units: 3 }, weights: true },
      { name: 'activation', args: { activation: { code: 'act' } }, from: 'own' },
    ])
  })
})
