// Whatever a layer is told: it has a shape, or an error with numbers whose mends mend it.
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../shared/document/types.ts'
import { LayerError, type Mend, type Shape } from '../../../shared/layers/define.ts'
import { declared } from './declared.ts'

/** A small repeatable generator (Marsaglia's xorshift). */
function dice(seed: number) {
  let state = seed
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const upTo = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const oneOf = <T>(...values: readonly T[]): T => values[upTo(0, values.length - 1)] as T
  return { upTo, oneOf }
}

type Dice = ReturnType<typeof dice>

function windowParams({ upTo, oneOf }: Dice, size: string): JsonObject {
  const paddings: Json[] = ['same', 'valid', upTo(0, 3), [upTo(0, 3), upTo(0, 3)]]
  return {
    [size]: oneOf<Json>(upTo(1, 7), [upTo(1, 7), upTo(1, 7)]),
    strides: oneOf<Json>(upTo(1, 4), [upTo(1, 4), upTo(1, 4)]),
    padding: oneOf<Json>(...paddings, [
      [upTo(0, 3), upTo(0, 3)],
      [upTo(0, 3), upTo(0, 3)],
    ]),
  }
}

/** The same of one axis or three: numbers for all, for each, and before and after each. */
function windowAlong({ upTo, oneOf }: Dice, rank: 1 | 3, words: readonly string[]): JsonObject {
  const each = (make: () => Json): Json => Array.from({ length: rank }, make)
  const side = (): Json => [upTo(0, 3), upTo(0, 3)]
  return {
    kernelSize: oneOf<Json>(
      upTo(1, 7),
      each(() => upTo(1, 7)),
    ),
    strides: oneOf<Json>(
      upTo(1, 4),
      each(() => upTo(1, 4)),
    ),
    padding: oneOf<Json>(...words, upTo(0, 3), rank === 1 ? side() : each(side)),
    filters: upTo(1, 8),
  }
}

const words = ['same', 'valid']

const makers: Readonly<Record<string, (d: Dice) => JsonObject>> = {
  conv2d: d => ({
    ...windowParams(d, 'kernelSize'),
    dilationRate: d.upTo(1, 3),
    groups: d.upTo(1, 4),
    filters: d.upTo(1, 8),
  }),
  depthwiseConv2d: d => ({ ...windowParams(d, 'kernelSize'), dilationRate: d.upTo(1, 3) }),
  separableConv2d: d => ({ ...windowParams(d, 'kernelSize'), filters: d.upTo(1, 8) }),
  conv2dTranspose: d => ({
    ...windowParams(d, 'kernelSize'),
    dilationRate: d.upTo(1, 2),
    outputPadding: d.oneOf<Json>(null, d.upTo(0, 3)),
  }),
  conv1d: d => ({
    ...windowAlong(d, 1, [...words, 'causal']),
    dilationRate: d.upTo(1, 3),
    groups: d.upTo(1, 4),
  }),
  depthwiseConv1d: d => ({ ...windowAlong(d, 1, words), dilationRate: d.upTo(1, 3) }),
  separableConv1d: d => windowAlong(d, 1, words),
  locallyConnected1d: d => windowAlong(d, 1, words),
  locallyConnected2d: d => windowParams(d, 'kernelSize'),
  conv1dTranspose: d => ({
    ...windowAlong(d, 1, words),
    dilationRate: d.upTo(1, 2),
    outputPadding: d.oneOf<Json>(null, d.upTo(0, 3)),
  }),
  conv3d: d => ({
    ...windowAlong(d, 3, words),
    dilationRate: d.upTo(1, 2),
    groups: d.upTo(1, 4),
  }),
  conv3dTranspose: d => ({
    ...windowAlong(d, 3, words),
    outputPadding: d.oneOf<Json>(null, d.upTo(0, 3)),
  }),
  maxPooling2d: d => windowParams(d, 'poolSize'),
  averagePooling2d: d => windowParams(d, 'poolSize'),
  minPooling2d: d => windowParams(d, 'poolSize'),
  l2Pooling2d: d => windowParams(d, 'poolSize'),
  weightedAveragePooling2d: d => windowParams(d, 'poolSize'),
  extractPatches: d => ({ ...windowParams(d, 'size'), dilationRate: d.upTo(1, 3) }),
  reflectionPadding2d: d => ({
    padding: d.oneOf<Json>(d.upTo(0, 9), [d.upTo(0, 9), d.upTo(0, 9)]),
  }),
  cropping2d: d => ({ cropping: d.oneOf<Json>(d.upTo(0, 6), [d.upTo(0, 6), d.upTo(0, 6)]) }),
  depthToSpace: d => ({ blockSize: d.upTo(2, 3) }),
  spaceToDepth: d => ({ blockSize: d.upTo(2, 4) }),
  permute: d => ({ dims: Array.from({ length: d.upTo(2, 3) }, () => d.upTo(1, 3)) }),
  slice: d => ({
    begin: Array.from({ length: d.upTo(1, 4) }, () => d.upTo(-9, 9)),
    size: Array.from({ length: d.upTo(1, 4) }, () => d.oneOf(-1, d.upTo(-4, 9))),
  }),
  split: d => ({
    sections: d.oneOf<Json>(d.upTo(1, 8), [d.upTo(1, 6), d.upTo(1, 6)], d.upTo(1, 3)),
    axis: d.upTo(-5, 5),
  }),
  reduceMean: d => ({
    axis: Array.from({ length: d.upTo(1, 3) }, () => d.upTo(-3, 3)),
    keepdims: d.oneOf(true, false),
  }),
  reshape: d => ({ targetShape: [d.upTo(1, 6), d.oneOf(-1, d.upTo(1, 9)), d.upTo(1, 3)] }),
}

/** The parameters after a mend; null where it changes something else than this layer's own. */
function afterMend(params: JsonObject, { repair }: Mend): JsonObject | null {
  return repair.kind === 'setParams' ? { ...params, ...repair.params } : null
}

function outcome(type: string, params: JsonObject, input: Shape): Shape | LayerError {
  try {
    return declared(type, params, input).shape()
  } catch (error) {
    if (error instanceof LayerError) return error
    throw error
  }
}

function checkOne(type: string, params: JsonObject, input: Shape): 'shape' | 'error' {
  const label = `${type} ${JSON.stringify(params)} of ${input.join('×')}`
  const result = outcome(type, params, input)
  if (!(result instanceof LayerError)) {
    const whole = result.flat().every(size => Number.isInteger(size) && size > 0)
    expect([label, whole]).toEqual([label, true])
    return 'shape'
  }
  expect([label, /\d/.test(result.message)]).toEqual([label, true])
  expect([label, result.mends.length > 0]).toEqual([label, true])
  for (const mend of result.mends) {
    const mended = afterMend(params, mend)
    const next = mended && outcome(type, mended, input)
    // Another mistake may stand behind the first one, but not the same.
    const same = next instanceof LayerError && next.code === result.code
    expect([label, mend.label, same]).toEqual([label, mend.label, false])
  }
  return 'error'
}

describe.each(Object.entries(makers))('%s', (type, make) => {
  it('gives a shape or mends that mend, whatever its numbers are', () => {
    const d = dice(20_260_101)
    const seen = { shape: 0, error: 0 }
    for (let round = 0; round < 1500; round++) {
      const axes = Number(/(\d)d/.exec(type)?.[1] ?? 2)
      const input = [...Array.from({ length: axes }, () => d.upTo(1, 12)), d.upTo(1, 6)]
      seen[checkOne(type, make(d), input)] += 1
    }
    expect(seen.shape).toBeGreaterThan(100)
    expect(seen.error).toBeGreaterThan(50)
  })
})
