import { expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/document/types.ts'
import { type Field, fieldOf, inputField } from '../../../shared/graph/receptive-field.ts'
import type { Shape } from '../../../shared/layers/define.ts'
import { declared } from './declared.ts'

/** The receptive field (rows) after each layer of a chain; null where an output sees everything. */
function fields(input: Shape, ...chain: readonly (readonly [type: string, params: JsonObject])[]) {
  let shape = input
  let field: Field | null = inputField(input)
  return chain.map(([type, params]) => {
    const node = declared(type, params, shape)
    const output = node.shape()
    field = fieldOf(node.layer.reach?.(node.p, shape), [field], shape.length === output.length)
    shape = output
    return field?.size[0] ?? null
  })
}

const conv = (kernelSize: number, rest: JsonObject = {}) =>
  ['conv2d', { filters: 2, kernelSize, ...rest }] as const
const pool = ['maxPooling2d', { poolSize: 2 }] as const

it('grows 3, 4, 8, 10, 18 over three 3×3 convolutions and two poolings', () => {
  expect(fields([64, 64, 1], conv(3), pool, conv(3), pool, conv(3))).toEqual([3, 4, 8, 10, 18])
})

it('is 5, 6, 14, 16 in LeNet, and everything from Flatten on', () => {
  const chain = [
    conv(5, { padding: 'same' }),
    pool,
    conv(5),
    pool,
    ['flatten', {}],
    ['dense', {}],
  ] as const
  expect(fields([28, 28, 1], ...chain)).toEqual([5, 6, 14, 16, null, null])
})

it('is 195 at the last pooling of AlexNet', () => {
  const p = ['maxPooling2d', { poolSize: 3, strides: 2 }] as const
  const c = conv(3, { padding: 1 })
  const chain = [conv(11, { strides: 4 }), p, conv(5, { padding: 2 }), p, c, c, c, p] as const
  expect(fields([227, 227, 3], ...chain).at(-1)).toBe(195)
})

it('is the same for three 3×3 convolutions as for one 7×7', () => {
  expect(fields([32, 32, 1], conv(3), conv(3), conv(3)).at(-1)).toBe(7)
})

it('spreads with dilation, and stays where a dense layer reads each position', () => {
  expect(fields([32, 32, 1], conv(3, { dilationRate: 2 }), ['dense', { units: 3 }])).toEqual([5, 5])
})

it('halves its stride behind an enlarging by two', () => {
  const up = ['conv2dTranspose', { filters: 2, kernelSize: 2, strides: 2 }] as const
  expect(fields([32, 32, 1], pool, up, conv(3))).toEqual([2, 2, 4])
})

it('ends at global pooling', () => {
  expect(fields([32, 32, 1], conv(3), ['globalAveragePooling2d', { keepdims: true }])).toEqual([
    3,
    null,
  ])
})
