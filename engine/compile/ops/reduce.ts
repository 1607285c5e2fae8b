import { flag, type, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import type { Call, Operation, RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import { sizeOf, type Tensor } from '../tensor.ts'

const attributes = { T: typeOf(0), Tidx: typeOf(1), keep_dims: flag(false) }

function reducedAxes(call: Call): ReadonlySet<number> {
  const rank = call.input(0).shape.length
  return new Set(neededNumbers(call.input(1), 'the axes').map(axis => (axis + rank) % rank))
}

function reduced(call: Call) {
  const { shape, type } = call.input(0)
  const axes = reducedAxes(call)
  const kept = call.flag('keep_dims')
  const sizes = shape.flatMap((size, axis) => (axes.has(axis) ? (kept ? [1] : []) : [size]))
  return [{ shape: sizes, type }]
}

/** A reduced tensor with its axes put back as 1, so that it broadcasts against the input. */
function unreduced(g: Recorder, call: RecordedCall, tensor: Tensor): Tensor {
  if (call.flag('keep_dims')) return tensor
  const axes = reducedAxes(call)
  const sizes = call.input(0).shape.map((size, axis) => (axes.has(axis) ? 1 : size))
  return g.op('Reshape', [tensor, g.constant(sizes, { type: 'int32' })])
}

function spread(g: Recorder, call: RecordedCall, tensor: Tensor): Tensor {
  return g.op('BroadcastTo', [unreduced(g, call, tensor), g.sizes(call.input(0))])
}

/** How many inputs make one output: a constant, or counted where the batch is reduced. */
function averaged(g: Recorder, call: RecordedCall, of: Tensor): Tensor {
  const { shape } = call.input(0)
  const count = sizeOf([...reducedAxes(call)].map(axis => shape[axis] ?? 1))
  if (count !== -1) return g.constant(count, { type: of.type })
  const ratio = g.op('RealDiv', [
    g.cast(g.op('Size', [call.input(0)]), 'float32'),
    g.cast(g.op('Size', [call.output()]), 'float32'),
  ])
  return g.cast(ratio, of.type)
}

/** The gradient of the largest (smallest) value, shared equally where several are it. */
function extreme(name: string): Operation {
  return {
    type: name,
    attributes,
    outputs: reduced,
    gradient: (g, call, dy) => [
      () => {
        const x = call.input(0)
        const isIt = g.cast(g.op('Equal', [x, unreduced(g, call, call.output())]), dy.type)
        const many = g.op('Sum', [isIt, call.input(1)], { keep_dims: true })
        const share = g.op('RealDiv', [isIt, many])
        return g.op('Mul', [share, unreduced(g, call, dy)])
      },
      null,
    ],
  }
}

export const reduce: readonly Operation[] = [
  {
    type: 'Sum',
    attributes,
    outputs: reduced,
    gradient: (g, call, dy) => [() => spread(g, call, dy), null],
  },
  {
    type: 'Mean',
    attributes,
    outputs: reduced,
    gradient: (g, call, dy) => [
      () => spread(g, call, g.op('RealDiv', [dy, averaged(g, call, dy)])),
      null,
    ],
  },
  extreme('Max'),
  extreme('Min'),
  {
    type: 'ArgMax',
    attributes: { T: typeOf(0), Tidx: typeOf(1), output_type: type('int32') },
    outputs: call => {
      const axes = reducedAxes(call)
      const sizes = call.input(0).shape.filter((_, axis) => !axes.has(axis))
      return [{ shape: sizes, type: call.type('output_type') }]
    },
    gradient: () => [null, null],
  },
]
