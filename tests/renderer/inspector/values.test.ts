import { describe, expect, it } from 'vitest'
import {
  printParameter,
  readFree,
  readParameter,
  stepText,
} from '../../../renderer/inspector/values.ts'
import type { Json } from '../../../shared/document/types.ts'
import type { ParameterKind } from '../../../shared/layers/parameters.ts'

const cases: readonly (readonly [ParameterKind, string, Json | undefined])[] = [
  ['int', '16', 16],
  ['int', '4,096', 4096],
  ['int', '  ', undefined],
  ['int', '=4*growth', '=4*growth'],
  ['int', 'many', 'many'],
  ['number', '0.5', 0.5],
  ['number', '1e-3', 0.001],
  ['number', '1e999', '1e999'],
  ['number', '−0.5', -0.5],
  ['pair', '5', 5],
  ['pair', '5 × 5', 5],
  ['pair', '5x3', [5, 3]],
  ['pair', '5, 3', [5, 3]],
  ['pair', '5 3', [5, 3]],
  ['pair', '=size', '=size'],
  ['pair', '=a × 3', ['=a', 3]],
  ['pair', 'wide', 'wide'],
  ['dims', '28 × 28 × 1', [28, 28, 1]],
  ['dims', '28x28x1', [28, 28, 1]],
  ['dims', '-1, 4', [-1, 4]],
  ['dims', '784', [784]],
  ['dims', '=size, =size, 3', ['=size', '=size', 3]],
  ['list', '-1', -1],
  ['list', '1, −2', [1, -2]],
  ['list', '=axis', '=axis'],
  ['list', '1, last', [1, 'last']],
  ['formula', ' relu(x) * sigmoid(y) ', 'relu(x) * sigmoid(y)'],
  ['formula', 'x / y', 'x / y'],
  ['sides', '2', 2],
  ['sides', '1 × 2', [1, 2]],
  [
    'sides',
    '0, 1 / 2, 3',
    [
      [0, 1],
      [2, 3],
    ],
  ],
  ['padding', 'same', 'same'],
  ['padding', '3', 3],
]

describe('a field', () => {
  it.each(cases)('of kind %s reads “%s”', (kind, text, value) => {
    expect(readParameter(kind, text)).toEqual(value)
  })

  it.each(cases.filter(([, , value]) => value !== undefined))(
    'of kind %s reads back what it prints of “%s”',
    (kind, _, value) => {
      if (value === undefined) return
      expect(readParameter(kind, printParameter(kind, value))).toEqual(value)
    },
  )

  it('shows one number for both axes', () => {
    expect(printParameter('pair', 5)).toBe('5 × 5')
    expect(printParameter('dims', [28, 28, 1])).toBe('28 × 28 × 1')
  })

  it('moves with the arrow keys, not below its minimum and not in an expression', () => {
    expect(stepText('int', '16', 1, false, 1)).toBe('17')
    expect(stepText('int', '16', 1, true, 1)).toBe('26')
    expect(stepText('int', '1', -1, false, 1)).toBe('1')
    expect(stepText('pair', '5 × 3', 1, false, 1)).toBe('6 × 4')
    expect(stepText('number', '0.001', 1, false, 0)).toBe('0.002')
    expect(stepText('int', '=width', 1, false, 1)).toBeNull()
  })

  it('without a schema reads numbers, flags and words', () => {
    expect(['12', 'true', 'relu', '=2*width', ''].map(readFree)).toEqual([
      12,
      true,
      'relu',
      '=2*width',
      undefined,
    ])
  })
})
