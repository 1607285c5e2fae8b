import { describe, expect, it } from 'vitest'
import { predictLayer } from '../../conformance/predict-layer.ts'
import { declared } from './declared.ts'

describe('localResponseNormalization', () => {
  const settings = { size: 2, k: 0, alpha: 1, beta: 1 }
  const lrn = (params: object, shape: readonly number[], values: readonly number[]) =>
    predictLayer(
      {
        type: 'localResponseNormalization',
        params: { ...settings, ...params },
        inputs: [shape],
      },
      Float32Array.from(values),
    )

  it('divides each channel by the squares of its neighbours', async () => {
    // 1 ÷ (1 + 1), 1 ÷ (1 + 1 + 4), 2 ÷ (1 + 4 + 1), 1 ÷ (4 + 1)
    const { values } = await lrn({}, [4], [1, 1, 2, 1])
    expect([...values]).toEqual([1 / 2, 1 / 6, 1 / 3, 1 / 5].map(Math.fround))
  })

  it('divides each number by the squares of the window around it, within its channel', async () => {
    // Rows 1 2 and 3 4: every 3×3 window holds all of 1 + 4 + 9 + 16 = 30.
    const { values } = await lrn({ mode: 'withinChannel' }, [2, 2, 1], [1, 2, 3, 4])
    for (const [at, value] of values.entries()) expect(value).toBeCloseTo((at + 1) / 30, 7)
  })

  it('warns of a divisor that can be 0, and reads as far as its window', () => {
    const node = declared('localResponseNormalization', settings, [4, 4, 2])
    expect(node.remarks()[0]?.code).toBe('divides-by-zero')
    expect(declared('localResponseNormalization', {}, [4, 4, 2]).remarks()).toEqual([])
    const within = declared('localResponseNormalization', { mode: 'withinChannel' }, [9, 9, 2])
    expect(within.layer.reach?.(within.p, [9, 9, 2])).toEqual([
      { size: 5, stride: 1 },
      { size: 5, stride: 1 },
    ])
    expect(() =>
      declared('localResponseNormalization', { mode: 'withinChannel' }, [5]).shape(),
    ).toThrow(/reads pictures/)
  })
})

describe('groupNormalization', () => {
  it('says which groups do not divide the channels, and offers what does', () => {
    const error = declared('groupNormalization', { groups: 32 }, [8, 8, 24]).error()
    expect(error.message).toBe('32 groups do not divide 24 channels evenly.')
    expect(error.mends.map(mend => mend.repair)).toEqual([
      { kind: 'setParams', params: { groups: 24 } },
      { kind: 'setParams', params: { groups: -1 } },
    ])
    const ten = declared('groupNormalization', { groups: 7 }, [8, 8, 10]).error()
    expect(ten.mends[0]?.label).toBe('Use 5 groups')
  })

  it('has two parameters a channel, whatever its groups', () => {
    for (const groups of [-1, 1, 8])
      expect(declared('groupNormalization', { groups }, [4, 4, 16]).parameters()).toBe(32)
    expect(() => declared('groupNormalization', { groups: 0 }, [4, 4, 16])).toThrow(/or -1/)
  })
})

describe('layerNormalization', () => {
  it('has two parameters for each number that is normalised together', () => {
    expect(declared('layerNormalization', {}, [7, 6, 5]).parameters()).toBe(10)
    expect(declared('layerNormalization', { axis: [1, 2, 3] }, [7, 6, 5]).parameters()).toBe(420)
    expect(
      declared('layerNormalization', { axis: [3, 1] }, [7, 6, 5]).weights().gamma?.shape,
    ).toEqual([7, 5])
  })

  it('refuses axes that are not there, the batch, and one named twice', () => {
    const message = (axis: number | number[]) =>
      declared('layerNormalization', { axis }, [4, 6]).error().message
    expect(message(3)).toBe('Axis 3 does not exist: the input has 2 besides the batch.')
    expect(message([0, 1])).toBe('Axis 0 is the batch.')
    expect(message([2, -1])).toBe('Axis −1 is named twice: the input 4×6 has the axes 1 to 2.')
    const { repair } =
      declared('layerNormalization', { axis: [2, -1] }, [4, 6]).error().mends[0] ?? {}
    expect(repair).toEqual({ kind: 'setParams', params: { axis: [2] } })
  })
})

describe('instanceNormalization', () => {
  it('refuses a list of numbers, of which nothing would be left', () => {
    expect(declared('instanceNormalization', {}, [5]).error().code).toBe('needs-positions')
    expect(declared('instanceNormalization', {}, [1, 1, 5]).remarks()[0]?.code).toBe('one-position')
  })
})
