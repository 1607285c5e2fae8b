import { describe, expect, it } from 'vitest'
import { describeWithPython, runCarryOut } from './carry-out.ts'
import { declared } from './declared.ts'
import { recordLayer } from './recording.ts'

describe('dropout', () => {
  it('refuses to drop everything and remarks on dropping nothing', () => {
    expect(declared('dropout', { rate: 1 }, [8]).error().code).toBe('drops-everything')
    expect(declared('dropout', { rate: 0 }, [8]).remarks()[0]?.code).toBe('no-dropout')
    expect(declared('dropout', { rate: 0.5 }, [8]).remarks()).toEqual([])
  })

  it('records nothing outside of training', () => {
    expect(recordLayer('dropout', { rate: 0.3 }, [[8]]).steps).toHaveLength(1)
  })
})

describeWithPython('dropout in training', () => {
  it('drops the share asked for and keeps the mean', async () => {
    const size = 100_000
    const recording = recordLayer('dropout', { rate: 0.3 }, [[size]], { training: true })
    const values = [[Array(size).fill(1)]]
    const [out] = (await runCarryOut({ ...recording, values, weights: {} })) as [number[]]
    const zeros = out.filter(value => value === 0).length
    // Five standard deviations of a binomial: √(0.3·0.7 ÷ 100,000) ≈ 0.00145.
    expect(Math.abs(zeros / size - 0.3)).toBeLessThan(0.0073)
    expect(new Set(out)).toEqual(new Set([0, Math.fround(1 / 0.7)]))
  })
})

describe('batchNormalization', () => {
  it('has 4C parameters, 2C of them trainable, none where it is frozen', () => {
    const trainable = (params: Record<string, boolean>) =>
      Object.values(declared('batchNormalization', params, [8, 8, 16]).weights())
        .filter(weight => weight.trainable !== false)
        .reduce((sum, weight) => sum + (weight.shape[0] ?? 0), 0)
    expect(declared('batchNormalization', {}, [8, 8, 16]).parameters()).toBe(64)
    expect(trainable({})).toBe(32)
    expect(trainable({ trainable: false })).toBe(0)
  })

  it('works on the channels only, and says so', () => {
    const error = declared('batchNormalization', { axis: 1 }, [8, 8, 16]).error()
    expect(error.message).toBe(
      'Axis 1 is not the last of 4: batch normalization works on the channels.',
    )
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { axis: -1 } })
  })
})
