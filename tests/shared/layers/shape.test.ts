import { describe, expect, it } from 'vitest'
import { declared } from './declared.ts'

describe('dense', () => {
  it('counts the exercise’s 102,761,472 parameters, where the notes print 103,219,200', () => {
    const node = declared('dense', { units: 1024 }, [28 * 28 * 128])
    expect(node.parameters()).toBe(102_761_472)
  })

  it('acts on the channels of a picture and hints at Flatten', () => {
    const node = declared('dense', { units: 10 }, [7, 7, 32])
    expect(node.shape()).toEqual([7, 7, 10])
    expect(node.parameters()).toBe(330)
    expect(node.macs()).toBe(7 * 7 * 32 * 10)
    const [remark] = node.remarks()
    expect(remark?.message).toBe(
      'The input is 7×7×32, so the 10 units read the 32 channels of each of the 7×7 positions, not the whole picture.',
    )
    expect(remark?.mends?.[0]?.repair).toEqual({ kind: 'insertBefore', type: 'flatten' })
    expect(declared('dense', { units: 10 }, [1568]).remarks()).toEqual([])
  })
})

describe('reshape', () => {
  it('fills in the size that is left', () => {
    expect(declared('reshape', { targetShape: [7, -1] }, [784]).shape()).toEqual([7, 112])
  })

  it('tells both numbers where they differ, and the nearest shape that fits', () => {
    const error = declared('reshape', { targetShape: [27, 28, 1] }, [784]).error()
    expect(error.message).toBe('The input 784 holds 784 numbers and the target 27×28×1 holds 756.')
    const [mend] = error.mends
    if (mend?.repair.kind !== 'setParams') throw new Error('no mend')
    expect(declared('reshape', { ...mend.repair.params }, [784]).shape()).toEqual([28, 28, 1])
  })

  it('tells which part does not divide', () => {
    expect(declared('reshape', { targetShape: [5, -1] }, [4, 4, 4]).error().message).toBe(
      'The input 4×4×4 holds 64 numbers, which 5 does not divide evenly.',
    )
    expect(declared('reshape', { targetShape: [5, -1, 3] }, [64]).error().message).toBe(
      'The input 64 holds 64 numbers, which 5·3 = 15 does not divide evenly.',
    )
  })
})

describe('zeroPadding2d', () => {
  it('shows each side', () => {
    const node = declared(
      'zeroPadding2d',
      {
        padding: [
          [0, 1],
          [2, 3],
        ],
      },
      [4, 5, 1],
    )
    expect(node.summary()).toBe('0/1, 2/3')
    expect(node.explain().map(row => `${row.formula} = ${row.result}`)).toEqual([
      '4 + 0 + 1 = 5',
      '5 + 2 + 3 = 10',
    ])
    expect(declared('zeroPadding2d', { padding: 0 }, [4, 5, 1]).remarks()[0]?.code).toBe(
      'no-padding',
    )
  })
})
