// What the global poolings share.
import { type Call, call } from '../emit/call.ts'
import type { LayerDeclaration, Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag } from './parameters.ts'
import { product } from './sizes.ts'
import { spaceOf } from './space.ts'
import type { Rank } from './spatial.ts'
import type { Arguments } from './tfjs.ts'

interface Values {
  readonly keepdims: boolean
}

/** All of a global pooling's declaration but its names, its help and its lowering. */
export function globalPoolingDeclaration(rank: Rank) {
  const ones = Array<number>(rank).fill(1)
  const params = {
    keepdims: flag('Keep axes', false, {
      help: `On: ${ones.join('×')}×channels instead of a list of channels.`,
    }),
  }
  return {
    group: 'pooling',
    inputs: 'one',
    params,
    shape: (p: Values, [x]: readonly [Shape]) => {
      const [, channels] = spaceOf(x, rank)
      return p.keepdims ? [...ones, channels] : [channels]
    },
    flops: (_: Values, [x]: readonly [Shape]) => product(x),
    reach: () => null,
    summary: (p: Values) => (p.keepdims ? 'keeps axes' : ''),
    explain: (_: Values, [x]: readonly [Shape]) => {
      const [sizes, channels] = spaceOf(x, rank)
      return [
        { quantity: 'Window', formula: sizes.join('·'), result: String(product(sizes)) },
        { quantity: 'Channels', formula: 'as before', result: String(channels) },
      ]
    },
  } satisfies Partial<LayerDeclaration<typeof params, 'one'>>
}

/** Reduces the spatial axes away; the gradient of a maximum is shared by numbers that are equal. */
export function reduceSpace(g: Graph, type: 'Mean' | 'Max', x: Value, p: Values): Value {
  const axes = x.shape.slice(1, -1).map((_, axis) => axis + 1)
  return g.op(type, [x, g.constant(axes, { type: 'int32' })], { keep_dims: p.keepdims })
}

interface Shapes {
  readonly inputs: readonly Shape[]
  readonly output: Shape
}

/** tfjs has no `keepdims`: a reshape brings the axes back. Nor has it volumes: one is a high picture. */
export function globalPoolingCalls(
  name: 'globalAveragePooling' | 'globalMaxPooling',
  p: Values,
  args: Arguments,
  { inputs: [x = []], output }: Shapes,
): readonly Call[] {
  const { keepdims, ...rest } = args
  const [depth = 1, height = 1, ...others] = x
  const isVolume = x.length === 4
  const before = isVolume ? [call('reshape', { targetShape: [depth * height, ...others] })] : []
  const after = p.keepdims ? [call('reshape', { targetShape: output })] : []
  return [...before, call(`${name}${isVolume ? 2 : x.length - 1}d`, rest), ...after]
}
