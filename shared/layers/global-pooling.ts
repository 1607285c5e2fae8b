// What the two global poolings share.
import { call } from '../emit/call.ts'
import type { LayerDeclaration, Shape } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { flag } from './parameters.ts'
import { picture } from './space.ts'
import type { Arguments } from './tfjs.ts'

const params = {
  keepdims: flag('Keep axes', false, { help: 'On: 1×1×channels instead of a list of channels.' }),
}

interface Values {
  readonly keepdims: boolean
}

/** All of a global pooling's declaration but its names, its help and its lowering. */
export const globalPoolingDeclaration = {
  group: 'pooling',
  inputs: 'one',
  params,
  shape: (p: Values, [x]: readonly [Shape]) => {
    const [, , channels] = picture(x)
    return p.keepdims ? [1, 1, channels] : [channels]
  },
  reach: () => null,
  summary: (p: Values) => (p.keepdims ? 'keeps axes' : ''),
  explain: (_: Values, [x]: readonly [Shape]) => {
    const [height, width, channels] = picture(x)
    return [
      { quantity: 'Window', formula: `${height}·${width}`, result: String(height * width) },
      { quantity: 'Channels', formula: 'as before', result: String(channels) },
    ]
  },
} satisfies Partial<LayerDeclaration<typeof params, 'one'>>

/** Reduces height and width away; the gradient of a maximum is shared by pixels that are equal. */
export function reducePicture(g: Graph, type: 'Mean' | 'Max', x: Value, p: Values): Value {
  return g.op(type, [x, g.constant([1, 2], { type: 'int32' })], { keep_dims: p.keepdims })
}

/** tfjs has no `keepdims`: a reshape brings the axes back. */
export function globalPoolingCalls(name: string, p: Values, args: Arguments, output: Shape) {
  const { keepdims, ...rest } = args
  const reduced = call(name, rest)
  return p.keepdims ? [reduced, call('reshape', { targetShape: output })] : reduced
}
