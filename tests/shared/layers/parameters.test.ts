import { describe, expect, it } from 'vitest'
import type { Json } from '../../../shared/document/types.ts'
import {
  choice,
  dims,
  flag,
  int,
  number,
  type Parameter,
} from '../../../shared/layers/parameters.ts'
import {
  causalPadding,
  optionalPair,
  optionalTuple,
  padding,
  pair,
  sides,
  tuple,
} from '../../../shared/layers/spatial.ts'

function message(parameter: Parameter<unknown>, value: Json): string {
  try {
    parameter.parse(value)
  } catch (error) {
    return String((error as Error).message)
  }
  return 'no error'
}

describe('parameters', () => {
  it('take whole numbers within their limits', () => {
    expect(int('Filters', 32).parse(6)).toBe(6)
    const wrong: Json[] = [0, 2.5, '6', null, true, Number.NaN, [6]]
    for (const value of wrong)
      expect(message(int('Filters', 32), value)).toBe('must be a whole number of at least 1')
    // Sizes are 32 bits wide in TensorFlow's kernels: 2³¹ − 1 is the largest.
    expect(message(int('Filters', 32), 2 ** 31)).toBe(
      'must be a whole number from 1 to 2,147,483,647',
    )
    expect(message(int('Axis', -1, { minimum: -8, maximum: 8 }), 9)).toBe(
      'must be a whole number from -8 to 8',
    )
  })

  it('take numbers within their limits, and no infinities', () => {
    const rate = number('Rate', 0.5, { minimum: 0, maximum: 1 })
    expect(rate.parse(0.25)).toBe(0.25)
    expect(message(rate, 1.5)).toBe('must be a number from 0 to 1')
    expect(message(number('Slope', 0), Number.POSITIVE_INFINITY)).toBe('must be a number')
    expect(message(number('Slope', 0), Number.NaN)).toBe('must be a number')
  })

  it('take one number or two for rows and columns', () => {
    expect(pair('Kernel', 3).parse(5)).toEqual([5, 5])
    expect(pair('Kernel', 3).parse([3, 5])).toEqual([3, 5])
    for (const value of [[], [3], [3, 3, 3], [3, 0], ['3', 3], 0] as Json[])
      expect(message(pair('Kernel', 3), value)).toContain('must be a whole number')
    expect(optionalPair('Strides', 'as the window').parse(null)).toBeNull()
    expect(message(optionalPair('Strides', 'as the window'), 0)).toContain('of at least 1')
    expect(optionalPair('Output padding', '', { minimum: 0 }).parse(0)).toEqual([0, 0])
  })

  it('take padding as a word, a number, a pair or four sides', () => {
    const both = (rows: readonly number[], columns: readonly number[]) => [rows, columns]
    expect(padding().parse('same')).toBe('same')
    expect(padding().parse(2)).toEqual(both([2, 2], [2, 2]))
    expect(padding().parse([1, 2])).toEqual(both([1, 1], [2, 2]))
    expect(
      padding().parse([
        [0, 1],
        [2, 3],
      ]),
    ).toEqual(both([0, 1], [2, 3]))
    expect(sides('Padding', 1).parse([[0, 1], 2])).toEqual(both([0, 1], [2, 2]))
    expect(message(padding(), 'sme')).toBe(
      'must be same, valid, a whole number, [rows, columns] or [[top, bottom], [left, right]]',
    )
    expect(message(padding(), -1)).toBe('must be a whole number of at least 0')
    expect(message(sides('Padding', 1), 'same')).toContain('must be a whole number, [rows')
  })

  it('take one number or a list for one axis and for three', () => {
    expect(tuple(1, 'Kernel', 3).parse(5)).toEqual([5])
    expect(tuple(1, 'Kernel', 3).parse([5])).toEqual([5])
    expect(tuple(3, 'Kernel', 3).parse(5)).toEqual([5, 5, 5])
    expect(tuple(3, 'Kernel', 3).parse([1, 3, 5])).toEqual([1, 3, 5])
    expect(optionalTuple(3, 'Strides', '').parse(null)).toBeNull()
    expect(message(tuple(1, 'Kernel', 3), [3, 3])).toBe('must be a whole number of at least 1')
    expect(message(tuple(3, 'Kernel', 3), [3, 3])).toBe(
      'must be a whole number of at least 1, or three: [planes, rows, columns]',
    )
  })

  it('take padding of one axis and of three', () => {
    const line = [[1, 2]]
    expect(padding('valid', 1).parse([1, 2])).toEqual(line)
    expect(padding('valid', 1).parse(2)).toEqual([[2, 2]])
    expect(sides('Padding', 1, 1).parse([0, 1])).toEqual([[0, 1]])
    expect(padding('valid', 3).parse([0, 1, [2, 3]])).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
    ])
    expect(message(padding('valid', 1), [1, 2, 3])).toBe(
      'must be a whole number or [before, after]',
    )
    expect(message(padding('valid', 3), [1, 2])).toBe(
      'must be a whole number, [planes, rows, columns] or [[front, back], [top, bottom], [left, right]]',
    )
  })

  it('take causal padding along one axis only', () => {
    expect(causalPadding().parse('causal')).toBe('causal')
    expect(causalPadding().parse('same')).toBe('same')
    expect(message(causalPadding(), 'casual')).toBe(
      'must be same, valid, causal, a whole number or [before, after]',
    )
    expect(message(padding('valid', 1), 'causal')).toContain('must be same, valid, a whole number')
    expect(message(padding(), 'causal')).toContain('must be same, valid, a whole number')
  })

  it('take a comparison’s 1 and 0 for true and false', () => {
    expect(flag('Bias', true).parse(1)).toBe(true)
    expect(flag('Bias', true).parse(0)).toBe(false)
    expect(flag('Bias', true).parse(false)).toBe(false)
    expect(message(flag('Bias', true), 'true')).toBe('must be true or false')
    expect(message(flag('Bias', true), 2)).toBe('must be true or false')
  })

  it('take only the words they name', () => {
    const word = choice('Activation', ['linear', 'relu'], 'linear')
    expect(word.parse('relu')).toBe('relu')
    expect(message(word, 'Relu')).toBe('must be one of linear, relu')
    expect(message(word, 'toString')).toBe('must be one of linear, relu')
  })

  it('take lists of sizes, with one −1 where that means what is left', () => {
    const known = dims('Shape', [28, 28, 1])
    const free = dims('Target shape', [-1], { unknown: true })
    expect(known.parse([3, 4])).toEqual([3, 4])
    expect(free.parse([3, -1])).toEqual([3, -1])
    for (const value of [[], [0], [1.5], [-1], 5, 'a', Array(9).fill(1)] as Json[])
      expect(message(known, value)).toBe('must be a list of whole numbers of at least 1')
    expect(message(free, [-1, -1])).toContain('one of them may be -1')
  })
})
