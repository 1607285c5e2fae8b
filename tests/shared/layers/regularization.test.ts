import { describe, expect, it } from 'vitest'
import { declared } from './declared.ts'

describe('dropout', () => {
  it('refuses to drop everything and remarks on dropping nothing', () => {
    expect(declared('dropout', { rate: 1 }, [8]).error().code).toBe('drops-everything')
    expect(declared('dropout', { rate: 0 }, [8]).remarks()[0]?.code).toBe('no-dropout')
    expect(declared('dropout', { rate: 0.5 }, [8]).remarks()).toEqual([])
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
