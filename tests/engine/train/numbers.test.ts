import { describe, expect, it } from 'vitest'
import { finite, shortestFloat32 } from '../../../engine/train/numbers.ts'

describe('shortestFloat32', () => {
  // From numpy: str(np.float32(x)), which prints the shortest decimal that reads back the same.
  it.each([
    [0.1, '0.1'],
    [1 / 3, '0.33333334'],
    [2 / 3, '0.6666667'],
    [16777216, '16777216'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1.1754943508222875e-38, '1.1754944e-38'],
    [1.401298464324817e-45, '1e-45'],
    [9.999999e-41, '1e-40'],
    [0.30000001192092896, '0.3'],
    [123456.789, '123456.79'],
    [-7.038531e-26, '-7.0385313e-26'],
    [8.589934592e9, '8589935000'],
    [0.0009999999, '0.0009999999'],
  ])('prints the float32 nearest to %d as %s', (value, text) => {
    expect(String(shortestFloat32(value))).toBe(text)
  })

  it('reads back as the same float32 for a million bit patterns', () => {
    const bits = new Uint32Array(1)
    const single = new Float32Array(bits.buffer)
    for (let pattern = 0x3f; pattern < 0xffffffff; pattern += 4297) {
      bits[0] = pattern
      const value = single[0] as number
      if (!Number.isFinite(value)) continue
      if (Math.fround(shortestFloat32(value)) !== value) expect.fail(`${value}`)
    }
  })

  it('has null for what JSON cannot hold', () => {
    expect([Number.NaN, Infinity, -Infinity].map(finite)).toEqual([null, null, null])
  })
})
