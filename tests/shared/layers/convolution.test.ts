// Figures from the formulas and networks of the course notes and papers (hand arithmetic).
import { describe, expect, it } from 'vitest'
import { declared } from './declared.ts'

describe('conv2d', () => {
  it('has the published sizes, parameters and MACs of AlexNet’s first layer', () => {
    const node = declared('conv2d', { filters: 96, kernelSize: 11, strides: 4 }, [227, 227, 3])
    expect(node.shape()).toEqual([55, 55, 96])
    expect(node.parameters()).toBe(34_944)
    expect(node.macs()).toBe(105_415_200)
    expect(node.remarks()).toEqual([])
  })

  it('says why the famous 224 input does not tile', () => {
    const node = declared('conv2d', { filters: 96, kernelSize: 11, strides: 4 }, [224, 224, 3])
    expect(node.shape()).toEqual([54, 54, 96])
    expect(node.remarks().map(remark => remark.message)).toEqual([
      'The last 1 row and 1 column of the 224×224 input are never read: (224 − 11 + 0) ÷ 4 + 1 = 54.25 is rounded down.',
    ])
    const padded = {
      filters: 96,
      kernelSize: 11,
      strides: 4,
      padding: [
        [1, 2],
        [1, 2],
      ],
    }
    expect(declared('conv2d', padded, [224, 224, 3]).shape()).toEqual([55, 55, 96])
    expect(declared('conv2d', padded, [224, 224, 3]).remarks()).toEqual([])
  })

  it('counts 760 parameters for ten 5×5 filters over 32×32×3', () => {
    const node = declared('conv2d', { filters: 10, kernelSize: 5, padding: 2 }, [32, 32, 3])
    expect(node.shape()).toEqual([32, 32, 10])
    expect(node.parameters()).toBe(760)
  })

  it('shows the arithmetic of LeNet’s second convolution', () => {
    const node = declared('conv2d', { filters: 16, kernelSize: 5 }, [14, 14, 6])
    expect(node.explain()).toEqual([
      { quantity: 'Height', formula: '(14 − 5 + 2·0) ÷ 1 + 1', result: '10' },
      { quantity: 'Width', formula: '(14 − 5 + 2·0) ÷ 1 + 1', result: '10' },
      { quantity: 'Channels', formula: 'filters', result: '16' },
      { quantity: 'Parameters', formula: '5·5·6·16 + 16', result: '2,416' },
      { quantity: 'MACs', formula: '10·10·16 · 5·5·6', result: '240,000' },
    ])
    expect(node.summary()).toBe('16 · 5×5 valid')
  })

  it('names window, stride, padding, groups and activation on its card', () => {
    const params = {
      filters: 8,
      kernelSize: [3, 5],
      strides: 2,
      padding: 1,
      groups: 2,
      activation: 'relu',
    }
    expect(declared('conv2d', params, [9, 9, 4]).summary()).toBe(
      '8 · 3×5/2 pad 1 · 2 groups · relu',
    )
  })

  it('explains a kernel that does not fit, best mend first', () => {
    const error = declared('conv2d', { filters: 8, kernelSize: 7 }, [5, 5, 16]).error()
    expect(error.code).toBe('window-too-large')
    expect(error.message).toBe(
      'A 7×7 window does not fit into a 5×5 input: (5 − 7 + 0) ÷ 1 + 1 = −1 rows.',
    )
    expect(error.mends.map(mend => mend.label)).toEqual([
      'Use a 5×5 kernel',
      'Use padding same',
      'Remove the layer before',
    ])
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { kernelSize: 5 } })
  })

  it('explains a dilated kernel that does not fit, with a kernel that does', () => {
    const error = declared('conv2d', { kernelSize: 3, dilationRate: 4 }, [8, 8, 3]).error()
    expect(error.message).toBe(
      'A 3×3 window (dilated 4 times) does not fit into an 8×8 input: (8 − 9 + 0) ÷ 1 + 1 = 0 rows.',
    )
    const [mend] = error.mends
    if (mend?.repair.kind !== 'setParams') throw new Error('no mend')
    const mended = { kernelSize: 3, dilationRate: 4, ...mend.repair.params }
    expect(declared('conv2d', mended, [8, 8, 3]).shape()).toHaveLength(3)
  })

  it('refuses groups that do not divide the channels and offers the largest that do', () => {
    const error = declared('conv2d', { filters: 8, groups: 4 }, [9, 9, 6]).error()
    expect(error.message).toBe('4 groups do not divide 6 input channels evenly.')
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { groups: 2 } })
  })

  it('asks for a picture where it gets a list', () => {
    const error = declared('conv2d', {}, [84]).error()
    expect(error.code).toBe('needs-picture')
    expect(error.message).toContain('its input is 84, one axis')
  })

  it('hints at a stride that jumps over pixels, except with a 1×1 kernel', () => {
    const [remark] = declared('conv2d', { kernelSize: 2, strides: 3 }, [8, 8, 3]).remarks()
    expect(remark?.code).toBe('skipped-pixels')
    expect(remark?.message).toContain('1 row is never read')
    expect(
      declared('conv2d', { kernelSize: 1, strides: 2, padding: 'same' }, [8, 8, 3]).remarks(),
    ).toEqual([])
  })
})

describe('depthwise and separable convolutions', () => {
  it('cost 1/filters + 1/F² of the plain convolution', () => {
    const params = { filters: 64, kernelSize: 3, padding: 'same', useBias: false }
    const plain = declared('conv2d', params, [16, 16, 32])
    const separable = declared('separableConv2d', params, [16, 16, 32])
    expect(separable.macs() / plain.macs()).toBeCloseTo(1 / 64 + 1 / 9, 12)
    expect(separable.parameters()).toBe(3 * 3 * 32 + 32 * 64)
  })

  it('count one window per output', () => {
    const node = declared(
      'depthwiseConv2d',
      { kernelSize: 3, padding: 'same', depthMultiplier: 2 },
      [8, 8, 4],
    )
    expect(node.macs()).toBe(8 * 8 * 8 * 9)
    expect(node.parameters()).toBe(3 * 3 * 4 * 2 + 8)
  })
})

describe('conv2dTranspose', () => {
  it('writes every input pixel through the whole kernel', () => {
    const node = declared('conv2dTranspose', { filters: 8, kernelSize: 2, strides: 2 }, [7, 7, 16])
    expect(node.shape()).toEqual([14, 14, 8])
    expect(node.macs()).toBe(7 * 7 * 16 * 2 * 2 * 8)
    expect(node.parameters()).toBe(2 * 2 * 8 * 16 + 8)
  })

  it('crops by numbers as PyTorch does: (W − 1)·S − 2P + F + outputPadding', () => {
    const params = { filters: 1, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1 }
    const node = declared('conv2dTranspose', params, [14, 14, 4])
    expect(node.shape()).toEqual([28, 28, 1])
    expect(node.explain()[0]).toEqual({
      quantity: 'Height',
      formula: '(14 − 1)·2 + 3 − 1 − 1 + 1',
      result: '28',
    })
  })

  it('refuses output padding of a stride or more', () => {
    const error = declared('conv2dTranspose', { strides: 2, outputPadding: 2 }, [4, 4, 1]).error()
    expect(error.message).toBe('Output padding 2 does not go with stride 2: it can be 0 to 1.')
  })

  it('refuses no output padding for an even kernel under same, where TensorFlow would fail', () => {
    const params = { kernelSize: 4, strides: 2, padding: 'same', outputPadding: 0 }
    expect(declared('conv2dTranspose', params, [4, 4, 1]).error().message).toBe(
      'Output padding 0 does not go with stride 2, an even window and padding same: it can be 1 to 1.',
    )
  })

  it('says when the padding crops everything away', () => {
    const error = declared('conv2dTranspose', { kernelSize: 3, padding: 2 }, [2, 2, 1]).error()
    expect(error.message).toBe(
      'The padding crops everything away: (2 − 1)·1 + 3 − 2 − 2 = 0 rows of a 2×2 input.',
    )
  })
})
