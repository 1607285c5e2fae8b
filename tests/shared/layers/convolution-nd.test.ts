// Convolutions over one axis and three, and the locally connected ones, against hand arithmetic.
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/document/types.ts'
import { type Field, fieldOf, inputField } from '../../../shared/graph/receptive-field.ts'
import type { Shape } from '../../../shared/layers/define.ts'
import { declared } from './declared.ts'

/** The receptive field after each layer of a chain. */
function fields(input: Shape, ...chain: readonly (readonly [type: string, params: JsonObject])[]) {
  let shape = input
  let field: Field | null = inputField(input)
  return chain.map(([type, params]) => {
    const { layer, p, shape: output } = declared(type, params, shape)
    field = fieldOf(layer.reach?.(p, shape), [field], true)
    shape = output()
    return field?.size
  })
}

describe('receptive fields', () => {
  it('double with every causal layer of WaveNet: 2, 4, 8, 16', () => {
    const layer = (dilationRate: number) =>
      ['conv1d', { filters: 2, kernelSize: 2, dilationRate, padding: 'causal' }] as const
    const chain = [1, 2, 4, 8].map(layer)
    expect(fields([64, 1], ...chain)).toEqual([[2], [4], [8], [16]])
  })

  it('grow along each axis by itself: frames slower than rows where only rows are pooled', () => {
    const conv = ['conv3d', { filters: 2, kernelSize: 3, padding: 'same' }] as const
    const pool = ['maxPooling3d', { poolSize: [1, 2, 2] }] as const
    expect(fields([16, 32, 32, 3], conv, pool, conv)).toEqual([
      [3, 3, 3],
      [3, 4, 4],
      [5, 8, 8],
    ])
  })

  it('grow by half steps behind a transposed convolution of stride 2', () => {
    const up = ['conv1dTranspose', { filters: 2, kernelSize: 2, strides: 2 }] as const
    const local = ['locallyConnected1d', { filters: 2, kernelSize: 3 }] as const
    expect(fields([16, 3], up, local, local)).toEqual([[1], [2], [3]])
  })
})

describe('conv1d', () => {
  it('shows the arithmetic of a causal window, which sees its past only', () => {
    const params = { filters: 8, kernelSize: 3, dilationRate: 4, padding: 'causal' }
    const node = declared('conv1d', params, [100, 5])
    expect(node.shape()).toEqual([100, 8])
    expect(node.summary()).toBe('8 · window 3 causal dilated 4')
    expect(node.explain()).toEqual([
      { quantity: 'Length', formula: '(100 − 9 + 8 + 0) ÷ 1 + 1', result: '100' },
      { quantity: 'Channels', formula: 'filters', result: '8' },
      { quantity: 'Parameters', formula: '3·5·8 + 8', result: '128' },
      { quantity: 'MACs', formula: '100·8 · 3·5', result: '12,000' },
    ])
    expect(node.layer.reach?.(node.p, [100, 5])).toEqual([{ size: 9, stride: 1, before: 8 }])
  })

  it('says in steps what does not fit', () => {
    const error = declared('conv1d', { filters: 2, kernelSize: 7 }, [5, 3]).error()
    expect(error.message).toBe(
      'A window of 7 does not fit into an input of 5 steps: (5 − 7 + 0) ÷ 1 + 1 = −1 steps.',
    )
    expect(error.mends[0]).toEqual({
      label: 'Use a kernel of 5',
      repair: { kind: 'setParams', params: { kernelSize: 5 } },
    })
  })

  it('says in steps what is never read', () => {
    const [unread] = declared('conv1d', { kernelSize: 3, strides: 2 }, [8, 3]).remarks()
    expect(unread?.message).toBe(
      'The last 1 step of the input of 8 steps is never read: (8 − 3 + 0) ÷ 2 + 1 = 3.5 is rounded down.',
    )
    const [skipped] = declared('conv1d', { kernelSize: 2, strides: 4 }, [8, 3]).remarks()
    expect(skipped?.message).toContain('between two windows 2 steps are never read')
    // The last output of a causal window may end before the last step.
    const [causal] = declared(
      'conv1d',
      { kernelSize: 3, strides: 2, padding: 'causal' },
      [8, 3],
    ).remarks()
    expect(causal?.message).toContain('(8 − 3 + 2) ÷ 2 + 1 = 4.5')
  })

  it('asks for a sequence where it gets something else, and says how to make one', () => {
    const list = declared('conv1d', {}, [84]).error()
    expect(list.code).toBe('needs-sequence')
    expect(list.mends[0]?.label).toBe('Reshape to 84×1')
    const picture = declared('conv1d', {}, [28, 28, 3]).error()
    expect(picture.message).toBe(
      'This layer reads sequences of length × channels; its input is 28×28×3, 3 axes.',
    )
    expect(picture.mends[0]?.label).toBe('Reshape to 784×3')
  })
})

describe('conv3d', () => {
  it('has the sizes, parameters and MACs of C3D’s first layer', () => {
    // Tran et al., 2015: 16 frames of 112×112, 64 filters of 3×3×3.
    const params = { filters: 64, kernelSize: 3, padding: 'same' }
    const node = declared('conv3d', params, [16, 112, 112, 3])
    expect(node.shape()).toEqual([16, 112, 112, 64])
    expect(node.parameters()).toBe(5_248)
    expect(node.macs()).toBe(1_040_449_536)
    expect(node.summary()).toBe('64 · 3×3×3 same')
    expect(node.explain().map(row => row.quantity)).toEqual([
      'Depth',
      'Height',
      'Width',
      'Channels',
      'Parameters',
      'MACs',
    ])
  })

  it('sees 1 + Σ (F − 1)·d·ΠS along each axis', () => {
    const params = {
      filters: 2,
      kernelSize: [3, 5, 1],
      strides: [1, 2, 2],
      dilationRate: [2, 1, 1],
    }
    const node = declared('conv3d', params, [16, 16, 16, 1])
    expect(node.layer.reach?.(node.p, [16, 16, 16, 1])).toEqual([
      { size: 5, stride: 1, before: 0 },
      { size: 5, stride: 2, before: 0 },
      { size: 1, stride: 2, before: 0 },
    ])
  })

  it('names planes, rows and columns', () => {
    const error = declared('conv3d', { kernelSize: 3 }, [2, 8, 8, 1]).error()
    expect(error.message).toBe(
      'A 3×3×3 window does not fit into a 2×8×8 input: (2 − 3 + 0) ÷ 1 + 1 = 0 planes.',
    )
    expect(error.mends[0]?.label).toBe('Use a 2×3×3 kernel')
    const [unread] = declared('conv3d', { kernelSize: 2, strides: 2 }, [5, 7, 8, 1]).remarks()
    expect(unread?.message).toContain(
      'The last 1 plane and 1 row of the 5×7×8 input are never read',
    )
  })

  it('asks for a volume where it gets a picture', () => {
    const error = declared('conv3d', {}, [28, 28, 3]).error()
    expect(error.code).toBe('needs-volume')
    expect(error.mends[0]?.label).toBe('Reshape to 28×28×3×1')
  })
})

describe('transposed convolutions', () => {
  it('crop by numbers as PyTorch does, along every axis', () => {
    // (W − 1)·S − 2P + d·(F − 1) + outputPadding + 1
    const params = { filters: 1, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1 }
    expect(declared('conv1dTranspose', params, [14, 4]).shape()).toEqual([28, 1])
    const dilated = {
      ...params,
      dilationRate: [1, 2, 1],
      strides: [2, 3, 1],
      outputPadding: [1, 2, 0],
    }
    expect(declared('conv3dTranspose', dilated, [4, 5, 6, 2]).shape()).toEqual([8, 17, 6, 1])
  })

  it('count a window per input position', () => {
    const node = declared(
      'conv3dTranspose',
      { filters: 8, kernelSize: 2, strides: 2 },
      [4, 4, 4, 3],
    )
    expect(node.macs()).toBe(4 * 4 * 4 * 3 * 2 * 2 * 2 * 8)
    expect(node.parameters()).toBe(2 * 2 * 2 * 8 * 3 + 8)
  })

  it('say when the padding crops a sequence away', () => {
    const error = declared('conv1dTranspose', { kernelSize: 3, padding: 2 }, [2, 1]).error()
    expect(error.message).toBe(
      'The padding crops everything away: (2 − 1)·1 + 3 − 2 − 2 = 0 steps of an input of 2 steps.',
    )
  })
})

describe('depthwise and separable convolutions of sequences', () => {
  it('cost 1/filters + 1/F of the plain convolution', () => {
    const params = { filters: 64, kernelSize: 5, padding: 'same', useBias: false }
    const plain = declared('conv1d', params, [100, 32])
    const separable = declared('separableConv1d', params, [100, 32])
    expect(separable.macs() / plain.macs()).toBeCloseTo(1 / 64 + 1 / 5, 12)
    expect(separable.parameters()).toBe(5 * 32 + 32 * 64)
    const depthwise = declared('depthwiseConv1d', { ...params, depthMultiplier: 2 }, [100, 32])
    expect(depthwise.macs()).toBe(100 * 64 * 5)
  })
})

describe('locally connected layers', () => {
  it('have a kernel and a bias for every position: Hout·Wout·F·F·Cin·Cout + Hout·Wout·Cout', () => {
    const node = declared('locallyConnected2d', { filters: 16, kernelSize: 5 }, [32, 32, 3])
    expect(node.shape()).toEqual([28, 28, 16])
    expect(node.parameters()).toBe(28 * 28 * 5 * 5 * 3 * 16 + 28 * 28 * 16)
    // Its windows stay in memory side by side: 5·5·3 numbers for each of 28·28 positions.
    expect(node.layer.keeps?.(node.p, node.shapes, node.shape())).toEqual({ extra: 58_800 })
    // As many products as a convolution of the same window.
    const plain = declared('conv2d', { filters: 16, kernelSize: 5 }, [32, 32, 3])
    expect(node.macs()).toBe(plain.macs())
    expect(node.explain().find(row => row.quantity === 'Parameters')).toEqual({
      quantity: 'Parameters',
      formula: '28·28·16 · 5·5·3 + 28·28·16',
      result: '953,344',
    })
  })

  it('have them along a sequence: L·F·C·filters + L·filters', () => {
    const node = declared('locallyConnected1d', { filters: 4, kernelSize: 3, strides: 2 }, [11, 6])
    expect(node.shape()).toEqual([5, 4])
    expect(node.parameters()).toBe(5 * 3 * 6 * 4 + 5 * 4)
    expect(node.weights().kernel?.shape).toEqual([5, 18, 4])
    expect(node.weights().bias?.shape).toEqual([5, 4])
  })
})

describe('weight normalization', () => {
  it('adds the length of every filter', () => {
    const params = { filters: 16, kernelSize: 5, weightNormalization: true }
    const node = declared('conv2d', params, [14, 14, 6])
    expect(Object.keys(node.weights())).toEqual(['kernel', 'gain', 'bias'])
    expect(node.parameters()).toBe(5 * 5 * 6 * 16 + 16 + 16)
    expect(node.explain().find(row => row.quantity === 'Parameters')).toEqual({
      quantity: 'Parameters',
      formula: '5·5·6·16 + 16 + 16',
      result: '2,432',
    })
    expect(node.weights().gain).toEqual({ shape: [16], initializer: 'ones', trainable: true })
    expect(node.summary()).toBe('16 · 5×5 valid · weight norm')
  })

  it('adds the length of every unit of a dense layer', () => {
    const params = { units: 10, useBias: false, weightNormalization: true }
    expect(declared('dense', params, [84]).parameters()).toBe(84 * 10 + 10)
  })
})
