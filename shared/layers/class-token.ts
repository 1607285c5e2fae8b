import { explainParameters, initializer, trainable } from './convolution.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { ownKeras } from './keras.ts'
import { sequence } from './sequence.ts'
import { ownLayer } from './tfjs.ts'
import { form, learns, ownTorch } from './torch.ts'
import { weight } from './torch-weights.ts'

export const classToken = defineLayer({
  type: 'classToken',
  label: 'Class token',
  group: 'attention',
  help: 'Puts one learned position before the first, which gathers by attention what the answer needs: T×d becomes (T + 1)×d. Devlin et al., 2018; Dosovitskiy et al., 2020.',
  inputs: 'one',
  params: { initializer: initializer('Initializer', 'zeros'), trainable },
  shape: (_, [x]) => {
    const [positions, features] = sequence(x)
    return [positions + 1, features]
  },
  weights: (p, [x]) => ({
    token: {
      shape: [1, sequence(x)[1]],
      initializer: p.initializer,
      stem: '',
      trainable: p.trainable,
    },
  }),
  reach: () => null,
  explain: (_, [x]) => {
    const [positions, features] = sequence(x)
    return [
      { quantity: 'Positions', formula: `${positions} + 1`, result: String(positions + 1) },
      explainParameters(String(features), features),
    ]
  },
  lower: (g, _, [x]) => {
    const values = g.compute(x)
    const axis = g.constant(1, { type: 'int32' })
    return g.op('ConcatV2', [repeated(g, g.weight('token'), values), values, axis])
  },
  tfjs: (_, args) => ownLayer('classToken', args),
  keras: (_, args) => ownKeras('ClassToken', args),
  pytorch: (_, w, { inputs: [x = []] }) => {
    const weights = { token: weight('token') }
    return form(
      'last',
      ownTorch('ClassToken', [{ size: x[1] ?? 1 }], {}, { weights, ...learns(w) }),
    )
  },
})

/** [1, d] as [batch, 1, d]. */
function repeated(g: Graph, token: Value, like: Value): Value {
  const int32 = (...values: readonly number[]) => g.constant(values, { type: 'int32' })
  const examples = g.op('Slice', [g.op('Shape', [like]), int32(0), int32(1)])
  const axis = g.constant(0, { type: 'int32' })
  const sizes = g.op('ConcatV2', [examples, int32(...token.shape), axis])
  return g.op('BroadcastTo', [token, sizes])
}
