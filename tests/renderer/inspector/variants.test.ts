import { expect, it } from 'vitest'
import type { FieldEntry } from '../../../renderer/inspector/parameter-form.tsx'
import { printParameter, readParameter } from '../../../renderer/inspector/values.ts'
import {
  argumentEntries,
  chosenWord,
  withArgument,
  withWord,
  wordsOf,
} from '../../../renderer/inspector/variants.ts'
import type { Json } from '../../../shared/document/types.ts'
import { findLayer } from '../../../shared/layers/index.ts'

function entry(name: string, value?: Json): FieldEntry {
  const parameter = findLayer('conv2d')?.params[name]
  if (!parameter) throw new Error(`no parameter ${name}`)
  return { name, parameter, value, isMixed: false, computed: undefined, problem: undefined }
}

const names = (field: FieldEntry) => argumentEntries(field).map(({ name }) => name)

it('shows the arguments of the chosen word', () => {
  const field = entry('kernelInitializer')
  expect(chosenWord(field)).toBe('glorotUniform')
  expect(names(field)).toEqual([])
  const normal = entry('kernelInitializer', 'randomNormal')
  expect(names(normal)).toEqual(['mean', 'stddev'])
  expect(argumentEntries(normal).map(({ parameter }) => parameter.default)).toEqual([0, 0.05])
  const written = entry('kernelInitializer', { kind: 'randomNormal', stddev: 0.2 })
  expect(argumentEntries(written).map(({ value }) => value)).toEqual([undefined, 0.2])
})

it('writes a word alone until an argument is given, and again once none is', () => {
  const field = entry('kernelInitializer', 'randomNormal')
  expect(withWord(field, 'heNormal')).toBe('heNormal')
  const given = withArgument(field, 'stddev', 0.2)
  expect(given).toEqual({ kind: 'randomNormal', stddev: 0.2 })
  expect(withArgument(entry('kernelInitializer', given), 'stddev', undefined)).toBe('randomNormal')
  expect(withWord(field, 'values')).toEqual({ kind: 'values', values: 0 })
})

it('has a word for no constraint, and fields for a penalty at once', () => {
  const constraint = entry('kernelConstraint')
  expect(wordsOf(constraint.parameter)).toEqual([
    'none',
    'maxNorm',
    'nonNeg',
    'unitNorm',
    'minMaxNorm',
  ])
  expect(chosenWord(constraint)).toBe('none')
  expect(withWord(constraint, 'none')).toBeUndefined()
  const regularizer = entry('kernelRegularizer')
  expect(names(regularizer)).toEqual(['l1', 'l2'])
  const given = withArgument(regularizer, 'l2', 0.001)
  expect(given).toEqual({ l2: 0.001 })
  expect(withArgument(entry('kernelRegularizer', given), 'l2', undefined)).toBeUndefined()
})

it('reads and prints a kernel in rows', () => {
  const rows = [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ]
  expect(readParameter('values', '-1 0 1 / -2 0 2 / -1, 0, 1')).toEqual(rows)
  expect(printParameter('values', rows)).toBe('-1 0 1 / -2 0 2 / -1 0 1')
  expect(readParameter('values', '0.5')).toBe(0.5)
  expect(readParameter('values', '1 2 3')).toEqual([1, 2, 3])
  expect(printParameter('values', [1, 2, 3])).toBe('1 2 3')
  expect(readParameter('values', '[[[1]],[[2]]]')).toEqual([[[1]], [[2]]])
  expect(readParameter('values', printParameter('values', [[[1]], [[2]]]))).toEqual([[[1]], [[2]]])
})
