import { describe, expect, it } from 'vitest'
import type { DocumentNode } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import type { StepSettings } from '../../../shared/graph/step-settings.ts'
import { trainingMemory } from '../../../shared/graph/training-memory.ts'
import { drawing, layer } from './drawing.ts'

const sgd: StepSettings = {
  batchSize: 10,
  optimizer: { kind: 'sgd' },
  precision: 'float32',
  standardize: false,
}

function memoryOf(
  nodes: readonly DocumentNode[],
  wires: string,
  settings: Partial<StepSettings> = {},
) {
  return trainingMemory(analyse(drawing(nodes, wires)), { ...sgd, ...settings })
}

describe('the memory of a training step', () => {
  const input = layer('x', 'input', { shape: [8] })
  const hidden = layer('hidden', 'dense', { units: 16, activation: 'relu' })
  const scores = layer('scores', 'dense', { units: 4 })
  const small = [input, hidden, scores]
  const wires = 'x > hidden > scores'

  it('is, by hand, what lives at once in two dense layers', () => {
    // Ten examples of float32: 40 bytes a number. While `hidden` learns there live the copied batch (8), what it gave
    // (16), its gradient before the ReLU (16) and the scores (4). Its 144 weights have a gradient in each of two lanes,
    // and new values beside the old ones.
    expect(memoryOf(small, wires)).toMatchObject({
      at: 'hidden',
      working: 44 * 40,
      updates: 3 * 4 * 144,
      weights: 4 * (144 + 68),
      slots: 0,
      batch: 4 * 10 * 8,
    })
  })

  it('holds one number a weight more for momentum and two for Adam', () => {
    const slots = (optimizer: StepSettings['optimizer']) =>
      memoryOf(small, wires, { optimizer }).slots
    expect(slots({ kind: 'momentum' })).toBe(4 * 212)
    expect(slots({ kind: 'sgd', momentum: 0.9 })).toBe(4 * 212)
    expect(slots({ kind: 'momentum', momentum: 0 })).toBe(0)
    expect(slots({ kind: 'adam' })).toBe(2 * 4 * 212)
  })

  it('grows with the batch, but not the weights', () => {
    const [one, two] = [memoryOf(small, wires), memoryOf(small, wires, { batchSize: 20 })]
    expect(two.working - one.working).toBe(44 * 40)
    expect(two.weights).toBe(one.weights)
    expect(two.batch).toBe(2 * one.batch)
  })

  const picture = layer('x', 'input', { shape: [8, 8, 4] })
  const conv = (id: string, rest = {}) =>
    layer(id, 'conv2d', { filters: 4, kernelSize: 3, padding: 'same', useBias: false, ...rest })
  const chain = (type: string, params = {}) =>
    memoryOf([picture, conv('a'), layer('middle', type, params), conv('b')], 'x > a > middle > b', {
      batchSize: 100,
    }).working
  const tensor = 8 * 8 * 4 * 4 * 100

  it('halves the tensors in mixed precision and adds a narrow copy of the weights', () => {
    const nodes = [picture, conv('a'), conv('b')]
    const full = memoryOf(nodes, 'x > a > b', { batchSize: 1000 })
    const mixed = memoryOf(nodes, 'x > a > b', { batchSize: 1000, precision: 'mixedBfloat16' })
    expect(mixed.working - 2 * 288).toBe(full.working / 2)
    expect(mixed.weights).toBe(full.weights)
  })

  it('counts a view for nothing', () => {
    const flat = memoryOf(
      [picture, layer('v', 'flatten'), layer('d', 'dense', { units: 1 })],
      'x > v > d',
    )
    const bare = memoryOf(
      [layer('x', 'input', { shape: [256] }), layer('d', 'dense', { units: 1 })],
      'x > d',
    )
    expect(flat.working).toBe(bare.working)
  })

  it('counts the mask of a dropout, and both ends of a maximum', () => {
    // ReLU and dropout write over the convolution's output; dropout keeps a mask beside it.
    const relu = chain('activation', { activation: 'relu' })
    expect(chain('dropout', { rate: 0.5 }) - relu).toBe(tensor)
    // Half as high and wide: 1/4 of the numbers. While the maximum of 32 bits is looked for there live the batch, the
    // input, its gradient, the output, its gradient, three outputs more, and the end of the network.
    expect(chain('maxPooling2d', { poolSize: 2 })).toBe(3 * tensor + (tensor / 4) * 6)
  })

  it('runs in one lane where examples depend on each other, or where there are more weights than outputs', () => {
    const [narrow, wide] = [1, 10].map(batchSize => memoryOf(small, wires, { batchSize }).updates)
    expect([narrow, wide]).toEqual([2 * 4 * 144, 3 * 4 * 144])
    const mixing = [picture, conv('a'), layer('mix', 'mixUp'), conv('b')]
    // The 144 weights of `b`: their gradient, new values, and two orders of oneDNN's own.
    expect(memoryOf(mixing, 'x > a > mix > b')).toMatchObject({ at: 'b', updates: 4 * 4 * 144 })
    // Lanes meet at a batch normalization, and each has a gradient.
    const meeting = [picture, conv('a'), layer('mix', 'batchNormalization'), conv('b')]
    expect(memoryOf(meeting, 'x > a > mix > b')).toMatchObject({ at: 'b', updates: 5 * 4 * 144 })
  })

  it('computes the decay of all weights at the start of the step, and keeps each until its gradient', () => {
    const optimizer = { kind: 'sgd', weightDecay: 0.01 } as const
    // At `hidden` only its own is left, at the scores, where more weights learn, both are there.
    expect(memoryOf(small, wires, { optimizer }).updates).toBe(4 * (3 * 144 + 144))
    const wide = [input, hidden, layer('scores', 'dense', { units: 1000 })]
    const weights = 16 * 1000 + 1000
    expect(memoryOf(wide, wires, { optimizer })).toMatchObject({
      at: 'scores',
      updates: 4 * (2 * weights + weights + 144),
    })
  })

  it('keeps what a separable convolution’s 1×1 kernel reads', () => {
    const depth = (depthMultiplier: number) =>
      chain('separableConv2d', { filters: 4, kernelSize: 1, useBias: false, depthMultiplier })
    // Two further channels for each of four, on every place.
    expect(depth(3) - depth(1)).toBe(2 * tensor)
  })

  it('keeps of a local response normalization both roots and what they make', () => {
    // ReLU writes over the output of `a`; here that stays, beside what it became.
    const relu = chain('activation', { activation: 'relu' })
    expect(chain('localResponseNormalization') - relu).toBe(4 * tensor)
  })

  it('adds in 16 bits beside what is added, in 32 over it', () => {
    const pool = layer('p', 'globalAveragePooling2d')
    const sum = [picture, conv('a'), conv('b'), layer('sum', 'add'), pool]
    const peak = (precision: StepSettings['precision']) =>
      memoryOf(sum, 'x > a > sum > p, x > b > sum', { batchSize: 100, precision }).working
    // The copied batch, both convolutions' results and, in 16 bits, what they add up to. The 288 weights have narrow
    // copies.
    expect(peak('float32')).toBe(3 * tensor)
    expect(peak('mixedBfloat16') - 2 * 288).toBe((4 * tensor) / 2)
  })

  it('lets the gradients of long convolutions’ kernels wait in lanes, with all that they read', () => {
    const working = (batchSize: number) =>
      memoryOf([picture, conv('a'), conv('b'), conv('c'), conv('d')], 'x > a > b > c > d', {
        batchSize,
      }).working / batchSize
    // 9,216 multiply-accumulates a convolution: 10^9 with more than 108,506 examples. Nothing waits: at `d` there live
    // the batch, four outputs and the gradients on both sides of it. All wait: at `a` the batch, four outputs and four
    // gradients.
    expect(working(110_000) - working(100_000)).toBe(2 * 256 * 4)
  })

  it('counts all pairs of positions of an attention, for each of its heads', () => {
    const words = layer('x', 'input', { shape: [10, 8] })
    const extra = (numHeads: number, dropout = 0) =>
      memoryOf(
        [words, layer('m', 'multiHeadAttention', { numHeads, keyDim: 4, dropout })],
        'x > m',
        {
          batchSize: 100,
          optimizer: { kind: 'sgd' },
        },
      ).working
    // Two more heads: queries, keys, values and results of 10·4 each and 10·10 pairs behind the softmax; in the gradient
    // 10·10 on either side of it.
    expect(extra(3) - extra(1)).toBe(4 * 100 * 2 * (4 * 10 * 4 + 3 * 100))
    // A mask and what it left; they make room for the second gradient.
    expect(extra(2, 0.1) - extra(2)).toBe(4 * 100 * 2 * 100)
  })

  it('frees what no gradient reads again: a frozen layer keeps no input', () => {
    const nodes = (trainable: boolean) => [
      picture,
      conv('a', { trainable }),
      conv('b', { trainable }),
      layer('pool', 'globalAveragePooling2d'),
      layer('d', 'dense', { units: 2 }),
    ]
    const settings = { batchSize: 100 }
    const learned = memoryOf(nodes(true), 'x > a > b > pool > d', settings).working
    const frozen = memoryOf(nodes(false), 'x > a > b > pool > d', settings).working
    // The copied batch, both outputs and a gradient, against an input and an output at a time.
    expect(frozen).toBeLessThan(2.1 * tensor)
    expect(learned).toBeGreaterThan(2.9 * tensor)
  })
})
