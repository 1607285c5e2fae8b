import { describe, expect, it } from 'vitest'
import type { CompileSettings } from '../../../engine/compile/compilation.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { differentiate } from '../../../engine/compile/differentiate.ts'
import { placeholder } from '../../../engine/compile/network-graph.ts'
import { createRecorder } from '../../../engine/compile/recorder.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { drawing, normalized, plain, soundNetwork } from './networks.ts'

describe('The recorder', () => {
  it('names nodes by their scopes, each once', () => {
    const g = createRecorder()
    const x = placeholder(g, 'x', 'float32', [-1, 2])
    const names = g.within('train', () =>
      g.within('stage/0/conv', () => [g.op('Relu', [x]), g.op('Relu', [x]), g.op('Relu', [x])]),
    )
    expect(names.map(({ node }) => node.name)).toEqual([
      'train/stage/0/conv/Relu',
      'train/stage/0/conv/Relu_1',
      'train/stage/0/conv/Relu_2',
    ])
    const taken = g.within('train/stage/0', () =>
      g.within('conv', () => g.record('Relu', [x], {}, { name: 'Relu_1' })),
    )
    expect(taken.name).toBe('train/stage/0/conv/Relu_1_1')
  })

  it('records equal constants, casts and sizes once', () => {
    const g = createRecorder()
    const x = placeholder(g, 'x', 'float32', [-1, 2])
    expect(g.constant([1, 2])).toBe(g.constant([1, 2]))
    expect(g.constant([1, 2])).not.toBe(g.constant([1, 2], { type: 'int32' }))
    expect(g.constant(0)).not.toBe(g.constant(-0))
    expect(g.constant(Number.POSITIVE_INFINITY)).not.toBe(g.constant(Number.NEGATIVE_INFINITY))
    expect(g.cast(x, 'bfloat16')).toBe(g.cast(x, 'bfloat16'))
    expect(g.sizes(x)).toBe(g.sizes(x))
  })

  it('casts around an operation that TensorFlow lacks in bfloat16', () => {
    const g = createRecorder()
    const x = g.op('Relu', [g.cast(placeholder(g, 'x', 'float32', [-1, 4, 4, 8]), 'bfloat16')])
    const y = g.op('LRN', [x], { depth_radius: 2 })
    expect(y.type).toBe('bfloat16')
    expect(y.node.inputs[0]?.node).toMatchObject({ name: 'LRN' })
    expect(y.node.inputs[0]?.type).toBe('float32')
    expect(g.op('Tanh', [x]).node.inputs[0]).toBe(x)
  })

  it('refuses what TensorFlow would refuse, with the node, shapes and reason', () => {
    const g = createRecorder()
    const x = placeholder(g, 'x', 'float32', [-1, 4])
    const wrong = () => g.within('fc', () => g.op('MatMul', [x, g.constant(0, { shape: [3, 2] })]))
    expect(wrong).toThrow(
      'fc/MatMul: MatMul of float32 [-1, 4], float32 [3, 2]: the inner sizes 4 and 3 differ',
    )
    expect(() => g.op('Mul', [x, g.constant(1, { type: 'bfloat16' })])).toThrow(
      'inputs of types float32 and bfloat16 do not go together',
    )
    expect(() => g.op('Relu', [x], { alpha: 1 })).toThrow('there is no attribute alpha')
    expect(() => g.op('MaxPool', [x], { ksize: [1.5], strides: [], padding: 'SAME' })).toThrow(
      'the attribute ksize must be of kind ints',
    )
    expect(() => g.op('Nonsense', [x])).toThrow('The operation Nonsense is not declared')
  })
})

describe('Differentiation', () => {
  it('records nothing beside the way from the targets to the loss', () => {
    const g = createRecorder()
    const image = placeholder(g, 'image', 'float32', [-1, 8, 8, 3])
    const kernel = placeholder(g, 'kernel', 'float32', [3, 3, 3, 4])
    const y = g.op('Conv2D', [image, kernel], { strides: [1, 1, 1, 1], padding: 'SAME' })
    const loss = g.op('Sum', [y, g.constant([0, 1, 2, 3], { type: 'int32' })])
    const [gradient, nothing] = differentiate(g, loss, [kernel, placeholder(g, 'z', 'float32', [])])
    const types = g.nodes.map(({ operation }) => operation.type)
    expect(gradient?.node.operation.type).toBe('Conv2DBackpropFilter')
    expect(nothing).toBeUndefined()
    // The first layer's input gradient is the most expensive thing that nobody needs.
    expect(types).not.toContain('Conv2DBackpropInput')
  })

  it.each([
    ['leaves out pixels that no window reads', [8, 6, 3], [1, 1, 3, 4], 2, [-1, 7, 5, 3]],
    ['leaves them out of few channels of groups', [9, 6, 8], [1, 1, 4, 4], 3, [-1, 7, 4, 8]],
    ['takes whole vectors of channels as they are', [8, 6, 32], [1, 1, 32, 4], 2, [-1, 8, 6, 32]],
    ['takes larger windows as they are', [8, 6, 3], [1, 2, 3, 4], 2, [-1, 8, 6, 3]],
    ['takes what is read whole as it is', [7, 5, 3], [1, 1, 3, 4], 2, [-1, 7, 5, 3]],
  ])('of a kernel in strides %s', (_, sizes, window, step, expected) => {
    const g = createRecorder()
    const image = placeholder(g, 'image', 'float32', [-1, ...sizes])
    const kernel = placeholder(g, 'kernel', 'float32', window)
    const y = g.op('Conv2D', [image, kernel], { strides: [1, step, step, 1], padding: 'SAME' })
    const loss = g.op('Sum', [y, g.constant([0, 1, 2, 3], { type: 'int32' })])
    const [gradient] = differentiate(g, loss, [kernel])
    // TensorFlow 2.21 writes past its memory where sizes are strides times outputs and channels are few.
    expect(gradient?.node.inputs[0]?.shape).toEqual(expected)
    expect(gradient?.shape).toEqual(window)
  })
})

const settings: CompileSettings = {
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'momentum', learningRate: 0.1 },
  seed: 1,
}

describe('The compiler', () => {
  it('compiles the same document to the same bytes', () => {
    const bytes = () => Buffer.from(compileNetwork(soundNetwork(plain), settings).savedModel)
    expect(bytes().equals(bytes())).toBe(true)
  })

  it('keeps one variable per weight and a slot for each that is trained', () => {
    const { variables } = compileNetwork(soundNetwork(normalized), settings)
    const names = (kind: string) =>
      variables.filter(each => each.kind === kind).map(({ name }) => name)
    expect(names('weight')).toEqual([
      'conv/kernel',
      'norm/gamma',
      'norm/beta',
      'norm/movingMean',
      'norm/movingVariance',
      'frozen/gamma',
      'frozen/beta',
      'frozen/movingMean',
      'frozen/movingVariance',
      'fixed/kernel',
      'fixed/bias',
      'hidden/kernel',
      'vectors/beta',
      'vectors/movingMean',
      'vectors/movingVariance',
      'scores/kernel',
      'scores/bias',
    ])
    expect(names('slot').map(name => name.replace(/\/momentum$/, ''))).toEqual([
      'conv/kernel',
      'norm/gamma',
      'norm/beta',
      'hidden/kernel',
      'vectors/beta',
      'scores/kernel',
      'scores/bias',
    ])
  })

  it('refuses a network with mistakes in the analysis’s own words', () => {
    const wrong = drawing('wrong', [
      { id: 'image', type: 'input', params: { shape: [4, 4, 1] } },
      { id: 'conv', type: 'conv2d', params: { filters: 2, kernelSize: 9 } },
    ])
    expect(() => compileNetwork(analyse(wrong), settings)).toThrow(
      /^conv: A 9×9 window does not fit into a 4×4 input/,
    )
  })

  it('refuses to choose between the classes of a single value', () => {
    const one = drawing('one', [
      { id: 'image', type: 'input', params: { shape: [4] } },
      { id: 'scores', type: 'dense', params: { units: 1 } },
    ])
    expect(() => compileNetwork(soundNetwork(one), settings)).toThrow(
      'scores has one output value, and categoricalCrossentropy chooses between classes.',
    )
  })
})
