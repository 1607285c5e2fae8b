import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatShape,
  formatShapes,
  formatShort,
} from '../../../shared/graph/format.ts'
import { nearest } from '../../../shared/graph/nearest.ts'

describe('numbers for people', () => {
  it('are exact below a million and have three digits from there on', () => {
    expect([61706, 999999, 8400000, 138357544].map(formatCount)).toEqual([
      '61,706',
      '999,999',
      '8.40 M',
      '138 M',
    ])
  })

  it('have three digits and a unit where they are short', () => {
    expect([840, 10080, 240000, 999999, 1814073344].map(formatShort)).toEqual([
      '840',
      '10.1 K',
      '240 K',
      '1.00 M',
      '1.81 G',
    ])
  })

  it('are binary for bytes', () => {
    expect([12, 246824, 10078368].map(formatBytes)).toEqual(['12 bytes', '241 KiB', '9.6 MiB'])
  })

  it('are minutes and hours for seconds', () => {
    expect([11.6, 71, 3725].map(formatDuration)).toEqual(['0:12', '1:11', '1:02:05'])
    expect(formatShape([28, 28, 1])).toBe('28×28×1')
    expect(
      [
        [[4, 2]],
        [
          [4, 2],
          [4, 2],
        ],
        [
          [4, 2],
          [4, 6],
        ],
      ].map(formatShapes),
    ).toEqual(['4×2', '2 of 4×2', '4×2, 4×6'])
  })

  it('write a rate out until its zeros would have to be counted', () => {
    expect([0.001, 0.000025, 1, 1e10, 2.5e6, 1e-7, 0].map(formatRate)).toEqual([
      '0.001',
      '0.000025',
      '1',
      '1e10',
      '2.5e6',
      '1e-7',
      '0',
    ])
  })
})

describe('nearest', () => {
  it('finds the slip of the pen and nothing farther', () => {
    expect(nearest('conv2D', ['conv2d', 'dense'])).toBe('conv2d')
    expect(nearest('maxpool2d', ['maxPooling2d', 'dense'])).toBe('maxPooling2d')
    expect(nearest('transformer', ['conv2d', 'dense'])).toBeUndefined()
  })
})
