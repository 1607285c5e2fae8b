import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/document/types.ts'
import { predictLayer } from '../../conformance/predict-layer.ts'
import { declared } from './declared.ts'

describe.each(['maxPooling2d', 'averagePooling2d'])('%s', type => {
  it('steps by its window where strides are left out', () => {
    expect(declared(type, { poolSize: 3 }, [9, 9, 2]).shape()).toEqual([3, 3, 2])
    // As look/main-light.png writes pools; what differs from a tiling is said.
    expect(declared(type, { poolSize: 3 }, [9, 9, 2]).summary()).toBe('3×3')
    expect(declared(type, { poolSize: 3, strides: 2 }, [9, 9, 2]).summary()).toBe('3×3/2')
    expect(declared(type, { padding: 'same' }, [9, 9, 2]).summary()).toBe('2×2/2 same')
  })

  it('says how many pixels are never read', () => {
    const [remark] = declared(type, { poolSize: 2 }, [7, 8, 2]).remarks()
    expect(remark?.message).toBe(
      'The last 1 row of the 7×8 input is never read: (7 − 2 + 0) ÷ 2 + 1 = 3.5 is rounded down.',
    )
  })

  it('hints at pixels between windows that a long stride skips', () => {
    const codes = declared(type, { poolSize: 2, strides: 3 }, [8, 8, 1]).remarks()
    expect(codes.map(remark => remark.code)).toEqual(['skipped-pixels'])
    expect(codes[0]?.mends?.[0]?.repair).toEqual({ kind: 'setParams', params: { strides: 2 } })
  })

  it('refuses padding that leaves windows without a pixel', () => {
    const error = declared(type, { poolSize: 2, padding: 2 }, [8, 8, 1]).error()
    expect(error.message).toBe(
      'Padding of 2 is not less than the 2×2 window, so some windows would read no pixel of the input.',
    )
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { padding: [1, 1] } })
  })
})

describe('global pooling', () => {
  it('gives one number a channel, or 1×1 pictures', () => {
    expect(declared('globalAveragePooling2d', {}, [7, 7, 512]).shape()).toEqual([512])
    expect(declared('globalMaxPooling2d', { keepdims: true }, [7, 7, 512]).shape()).toEqual([
      1, 1, 512,
    ])
  })
})

describe('pooled numbers', () => {
  const picture = [
    [5, 1, 3, 4],
    [8, 2, 9, 2],
    [1, 3, 0, 1],
    [2, 2, 2, 0],
  ]
  const pool = (type: string, params: JsonObject, rows: readonly (readonly number[])[]) =>
    predictLayer({ type, params, inputs: [[4, 4, 1]] }, Float32Array.from(rows.flat()))

  it('are those of the worked case of the notes', async () => {
    expect(await pool('maxPooling2d', { poolSize: 2 }, picture)).toEqual({
      shape: [1, 2, 2, 1],
      values: Float32Array.of(8, 9, 3, 2),
    })
  })

  it('count the padding in averages and never in maxima', async () => {
    const negative = Array<number[]>(4).fill(Array(4).fill(-8))
    const params = { poolSize: 2, strides: 4, padding: 1 }
    const values = async (type: string) => (await pool(type, params, negative)).values
    expect(await values('averagePooling2d')).toEqual(Float32Array.of(-2, -2, -2, -2))
    expect(await values('maxPooling2d')).toEqual(Float32Array.of(-8, -8, -8, -8))
  })
})
