import { describe, expect, it } from 'vitest'
import { applyFix } from '../../../shared/document/fixes.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import type { Mend, Shape } from '../../../shared/layers/define.ts'
import { declared } from './declared.ts'

/** Makes the mend in a drawing of two inputs and one merge, and gives the merge's new input shapes. */
function mended(
  type: string,
  params: Record<string, number>,
  inputs: readonly Shape[],
  mend: Mend,
) {
  const nodes = inputs.map((shape, index) => ({
    id: `in${index}`,
    type: 'input',
    params: { shape },
  }))
  const document: NetworkDocument = {
    format: 'layerloom',
    version: 1,
    name: 'merge',
    nodes: [...nodes, { id: 'merge', type, params }],
    edges: nodes.map(({ id }) => ({ source: id, target: 'merge' })),
  }
  const { label, repair } = mend
  if (repair.kind === 'removeSource') throw new Error('which of its sources')
  const fixed = applyFix(document, { label, repair, at: { block: null, id: 'merge' } })
  const shapes = fixed.edges
    .filter(edge => edge.target === 'merge')
    .map(({ source }) => {
      const node = fixed.nodes.find(one => one.id === source)
      const from = fixed.edges.find(edge => edge.target === source)?.source
      const shape = inputs[nodes.findIndex(one => one.id === (from ?? source))]
      if (!node || !shape) throw new Error('a wire leads nowhere')
      return from === undefined ? shape : declared(node.type, node.params ?? {}, shape).shape()
    })
  const now = fixed.nodes.find(({ id }) => id === 'merge')?.params ?? {}
  return declared(type, now, ...shapes).shape()
}

describe('add', () => {
  it('offers to project the skip of a residual block, which then fits', () => {
    const inputs: Shape[] = [
      [32, 32, 16],
      [16, 16, 32],
    ]
    const error = declared('add', {}, ...inputs).error()
    expect(error.message).toBe('The inputs are 32×32×16 and 16×16×32; add needs equal shapes.')
    expect(error.mends.map(mend => mend.label)).toEqual([
      'Bring input 1 to 16×16×32: 1×1 convolution with stride 2',
    ])
    for (const mend of error.mends) expect(mended('add', {}, inputs, mend)).toEqual([16, 16, 32])
  })

  it('offers both directions where only the channels differ', () => {
    const inputs: Shape[] = [
      [8, 8, 16],
      [8, 8, 32],
    ]
    const { mends } = declared('add', {}, ...inputs).error()
    expect(mends.map(mend => mended('add', {}, inputs, mend))).toEqual([
      [8, 8, 32],
      [8, 8, 16],
    ])
  })

  it('repeats axes of size 1 and axes that are not there, and nothing else', () => {
    expect(declared('add', {}, [8, 8, 4], [1, 1, 4]).shape()).toEqual([8, 8, 4])
    expect(declared('add', {}, [4], [8, 8, 4]).shape()).toEqual([8, 8, 4])
    expect(declared('add', {}, [7, 7, 2], [7, 6, 2]).error().code).toBe('shapes-differ')
    expect(declared('add', {}, [8], [8, 8, 4]).error().code).toBe('shapes-differ')
  })

  it('offers to bring lists, and a list and a picture, to the same channels', () => {
    const lists: Shape[] = [[6], [9]]
    const { mends } = declared('add', {}, ...lists).error()
    expect(mends.map(mend => mend.label)).toEqual([
      'Bring input 1 to 9: dense',
      'Bring input 2 to 6: dense',
    ])
    expect(mends.map(mend => mended('add', {}, lists, mend))).toEqual([[9], [6]])
    const gated: Shape[] = [[8, 8, 4], [16]]
    const both = declared('add', {}, ...gated).error().mends
    expect(both.map(mend => mended('add', {}, gated, mend))).toEqual([
      [8, 8, 16],
      [8, 8, 4],
    ])
  })

  it('asks for a second wire', () => {
    expect(declared('add', {}, [8, 8, 4]).error().message).toBe(
      'There is one input, 8×8×4; add takes two or more. Draw another wire to this layer.',
    )
  })
})

describe('multiply', () => {
  it('takes the list of weights of squeeze-excite as it comes', () => {
    expect(declared('multiply', {}, [8, 8, 16], [16]).shape()).toEqual([8, 8, 16])
  })
})

describe('subtract and dot', () => {
  it('take two wires, no fewer and no more', () => {
    expect(declared('subtract', {}, [4]).error().message).toBe(
      'There is one input, 4; subtract takes exactly two. Draw another wire to this layer.',
    )
    expect(declared('dot', { axes: 1 }, [4], [4], [5], [6]).error().message).toBe(
      'There are 4 inputs, 4, 4, 5 and 6; dot takes exactly two. Remove 2 wires.',
    )
  })

  it('tell which axes differ, and offer a pair that does not', () => {
    const error = declared('dot', { axes: -1 }, [3, 5], [5, 4]).error()
    expect(error.message).toBe(
      'Axis 2 of 3×5 is 5 long and axis 2 of 5×4 is 4; dot needs equal lengths.',
    )
    expect(
      error.mends.map(mend =>
        mended(
          'dot',
          { axes: -1 },
          [
            [3, 5],
            [5, 4],
          ],
          mend,
        ),
      ),
    ).toEqual([[3, 4]])
  })

  it('count the products of attention: 16 queries with 20 keys of 8', () => {
    expect(declared('dot', { axes: 2 }, [16, 8], [20, 8]).macs()).toBe(16 * 20 * 8)
  })
})

describe('concatenate', () => {
  it('sums the channels of an inception module', () => {
    const inputs: Shape[] = [
      [28, 28, 64],
      [28, 28, 128],
      [28, 28, 32],
      [28, 28, 32],
    ]
    const node = declared('concatenate', {}, ...inputs)
    expect(node.shape()).toEqual([28, 28, 256])
    expect(node.explain()).toEqual([
      { quantity: 'Channels', formula: '64 + 128 + 32 + 32', result: '256' },
    ])
  })

  it('offers to pad the smaller pictures, after which they join', () => {
    const inputs: Shape[] = [
      [28, 28, 4],
      [25, 26, 8],
    ]
    const error = declared('concatenate', {}, ...inputs).error()
    expect(error.message).toBe(
      'The inputs are 28×28×4 and 25×26×8; along axis 3 they can be joined only where all other sizes agree.',
    )
    expect(error.mends.map(mend => mend.label)).toEqual(['Pad input 2 with zeros to 28×28'])
    for (const mend of error.mends)
      expect(mended('concatenate', {}, inputs, mend)).toEqual([28, 28, 12])
  })

  it('offers the axis along which everything else agrees', () => {
    const inputs: Shape[] = [
      [3, 8],
      [2, 8],
    ]
    const [mend] = declared('concatenate', {}, ...inputs).error().mends
    if (!mend) throw new Error('no mend')
    expect(mend.label).toBe('Join along axis 1')
    expect(mended('concatenate', {}, inputs, mend)).toEqual([5, 8])
  })

  it('counts the batch as axis 0, as Keras does', () => {
    expect(declared('concatenate', { axis: 1 }, [3, 8], [2, 8]).shape()).toEqual([5, 8])
    expect(declared('concatenate', { axis: 0 }, [3, 8], [3, 8]).error().message).toBe(
      'Axis 0 is the batch.',
    )
    expect(declared('concatenate', { axis: 4 }, [3, 8], [3, 8]).error().message).toBe(
      'Axis 4 does not exist: the input has 2 besides the batch.',
    )
  })
})
