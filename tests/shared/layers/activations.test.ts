import { describe, expect, it } from 'vitest'
import { predictLayer } from '../../conformance/predict-layer.ts'
import { declared } from './declared.ts'

describe('sparsemax', () => {
  const sparsemax = (...values: readonly number[]) =>
    predictLayer(
      { type: 'activation', params: { activation: 'sparsemax' }, inputs: [[values.length]] },
      Float32Array.from(values),
    )

  it('projects on the probabilities: worked by hand, and however large the numbers', async () => {
    // Of 1, 0.6, 0.2 all stay but the last: τ = (1 + 0.6 − 1) ÷ 2 = 0.3, and 0.2 < 0.3.
    const { values } = await sparsemax(1, 0.6, 0.2)
    for (const [at, value] of [0.7, 0.3, 0].entries()) expect(values[at]).toBeCloseTo(value, 6)
    expect([...(await sparsemax(3e9, 0, -3e9)).values]).toEqual([1, 0, 0])
    expect([...(await sparsemax(5, 5, 5, 5)).values]).toEqual([0.25, 0.25, 0.25, 0.25])
  })
})

describe('unitNormalization', () => {
  it('leaves zeros as they are', async () => {
    const one = { type: 'unitNormalization', params: {}, inputs: [[2, 2]] }
    const { values } = await predictLayer(one, Float32Array.from([0, 0, 3, 4]))
    for (const [at, value] of [0, 0, 0.6, 0.8].entries()) expect(values[at]).toBeCloseTo(value, 6)
  })
})

describe('activations as layers', () => {
  it('say which channels cannot be parted, and offer what can', () => {
    const maxout = declared('maxout', { pieces: 4 }, [5, 6]).error()
    expect(maxout.message).toBe('6 channels cannot be parted into groups of 4.')
    expect(maxout.mends[0]?.repair).toEqual({ kind: 'setParams', params: { pieces: 3 } })
    const glu = declared('glu', {}, [4, 5]).error()
    expect(glu.message).toBe('5 channels cannot be halved. Give the layer before an even number.')
    expect(glu.mends[0]?.repair).toEqual({ kind: 'setParams', params: { axis: 1 } })
  })

  it('refuse a limit below the threshold', () => {
    const error = declared('reLU', { maxValue: 1, threshold: 2 }, [5]).error()
    expect(error.message).toContain('maxValue 1 is below the threshold 2')
    expect(declared('reLU', { maxValue: null, threshold: 2 }, [5]).shape()).toEqual([5])
  })

  it('learn a slope per number, or one along the axes that share it', () => {
    const alpha = (params: object) =>
      declared('prelu', { ...params }, [5, 4, 6]).weights().alpha?.shape
    expect(alpha({})).toEqual([5, 4, 6])
    expect(alpha({ sharedAxes: [1, 2] })).toEqual([1, 1, 6])
    const error = declared('prelu', { sharedAxes: [1, 4] }, [5, 4, 6]).error()
    expect(error.message).toBe('Axis 4 does not exist: the input has 3 besides the batch.')
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { sharedAxes: [1] } })
  })
})
