// Variables, their updates, checkpoints, and the ends of the graph. None of these has a gradient.
import { flag, shape, text, type, typeOf, types, typesOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import type { Operation, Output } from '../operation.ts'

const nothing = (): readonly Output[] => []

const assign: Operation = {
  type: 'AssignVariableOp',
  attributes: { dtype: typeOf(1), validate_shape: flag(false) },
  outputs: nothing,
}

const apply = (name: string, extra: Operation['attributes'], first: number): Operation => ({
  type: name,
  // The learning rate has the variable's type; the handle itself does not tell.
  attributes: { T: typeOf(first), use_locking: flag(false), ...extra },
  outputs: nothing,
})

export const variable: readonly Operation[] = [
  {
    type: 'VarHandleOp',
    attributes: {
      container: text(''),
      shared_name: text(),
      dtype: type('float32'),
      shape: shape(),
    },
    outputs: call => [{ shape: call.shape('shape'), type: 'resource' }],
  },
  {
    type: 'ReadVariableOp',
    attributes: { dtype: type('float32') },
    outputs: call => [{ shape: call.inputs[0]?.shape ?? [], type: call.type('dtype') }],
  },
  assign,
  apply('ResourceApplyGradientDescent', {}, 1),
  apply('ResourceApplyKerasMomentum', { use_nesterov: flag(false) }, 2),
  apply('ResourceApplyAdam', { use_nesterov: flag(false) }, 3),
  {
    type: 'SaveV2',
    attributes: { dtypes: typesOf(3) },
    outputs: nothing,
  },
  {
    type: 'RestoreV2',
    attributes: { dtypes: types() },
    // Their shapes are the variables' own; nothing here needs them.
    outputs: call => call.types('dtypes').map(type => ({ shape: [], type })),
  },
  {
    // Zeros, with `init`, that TensorFlow makes anew in every run.
    type: 'Empty',
    attributes: { dtype: type('float32'), init: flag(false) },
    outputs: call => [
      { shape: neededNumbers(call.input(0), 'the sizes'), type: call.type('dtype') },
    ],
  },
  {
    type: 'Placeholder',
    attributes: { dtype: type(), shape: shape() },
    outputs: call => [{ shape: call.shape('shape'), type: call.type('dtype') }],
  },
  {
    type: 'Const',
    attributes: { dtype: type(), shape: shape() },
    outputs: call => [{ shape: call.shape('shape'), type: call.type('dtype') }],
  },
  { type: 'NoOp', attributes: {}, outputs: nothing },
]
