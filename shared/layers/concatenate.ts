import { call } from '../emit/call.ts'
import { axisOf, axisParam } from './axis.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { type Inputs, needTwo } from './elementwise.ts'
import { times } from './sizes.ts'
import { torchConcatenate } from './torch-merging.ts'

export const concatenate = defineLayer({
  type: 'concatenate',
  label: 'Concatenate',
  group: 'merge',
  help: 'Joins its inputs along one axis, in the order of their wires: the channels of an inception module or a dense block. The axis is counted with the batch as 0, as in Keras; −1 is the last.',
  inputs: 'many',
  params: { axis: axisParam },
  shape: (p, inputs) => {
    needTwo(inputs, 'concatenate')
    const [first] = inputs
    const axis = axisOf(p.axis, first)
    if (inputs.some(shape => !agrees(shape, first, axis))) throw differs(inputs, axis)
    return first.map((size, at) => (at === axis ? total(inputs, axis) : size))
  },
  summary: p => (p.axis === -1 ? '' : `axis ${p.axis}`),
  explain: (p, inputs, output) => {
    const [first] = inputs
    const axis = p.axis < 0 ? first.length + p.axis : p.axis - 1
    const name = axis === first.length - 1 ? 'Channels' : `Axis ${axis + 1}`
    const formula = inputs.map(shape => shape[axis] ?? '?').join(' + ')
    return [{ quantity: name, formula, result: String(output?.[axis] ?? 'none') }]
  },
  lower: (g, p, inputs, shapes) => {
    const axis = axisOf(p.axis, shapes.output) + 1
    const values = inputs.map(value => g.compute(value))
    return g.op('ConcatV2', [...values, g.constant(axis, { type: 'int32' })])
  },
  // Of the negative axes, tfjs understands −1 only.
  tfjs: (p, args, { output }) =>
    call('concatenate', p.axis < -1 ? { ...args, axis: axisOf(p.axis, output) + 1 } : args),
  pytorch: torchConcatenate,
})

function agrees(shape: Shape, first: Shape, axis: number): boolean {
  return (
    shape.length === first.length && shape.every((size, at) => at === axis || size === first[at])
  )
}

function total(inputs: readonly Shape[], axis: number): number {
  return inputs.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0)
}

function differs(inputs: Inputs, axis: number): LayerError {
  const shapes = inputs.map(times)
  const list = `${shapes.slice(0, -1).join(', ')} and ${shapes[shapes.length - 1]}`
  const mends = [
    ...otherAxis(inputs, axis),
    ...inputs.flatMap((shape, index) => paddingTo(largest(inputs), shape, index, axis)),
  ]
  const advice = mends.length > 0 ? '' : ' Give the branches the same strides and padding.'
  return new LayerError(
    'shapes-differ',
    `The inputs are ${list}; along axis ${axis + 1} they can be joined only where all other sizes agree.${advice}`,
    mends,
  )
}

/** The axis along which everything else agrees. */
function otherAxis(inputs: Inputs, axis: number): Mend[] {
  const [first] = inputs
  const fitting = first.findIndex(
    (_, at) => at !== axis && inputs.every(shape => agrees(shape, first, at)),
  )
  if (fitting < 0) return []
  return [
    {
      label: `Join along axis ${fitting + 1}`,
      repair: { kind: 'setParams', params: { axis: fitting + 1 } },
    },
  ]
}

function largest(inputs: Inputs): Shape {
  const [first] = inputs
  return first.map((_, at) => Math.max(...inputs.map(shape => shape[at] ?? 0)))
}

/** Zeros around a smaller picture, so that channels can be joined. */
function paddingTo(target: Shape, shape: Shape, input: number, axis: number): Mend[] {
  const [rows = 0, columns = 0] = target.map((size, at) => size - (shape[at] ?? size))
  if (axis !== 2 || target.length !== 3 || shape.length !== 3 || rows + columns === 0) return []
  const around = (missing: number) => [Math.floor(missing / 2), Math.ceil(missing / 2)]
  return [
    {
      label: `Pad input ${input + 1} with zeros to ${times(target.slice(0, 2))}`,
      repair: {
        kind: 'insertBefore',
        type: 'zeroPadding2d',
        params: { padding: [around(rows), around(columns)] },
        input,
      },
    },
  ]
}
