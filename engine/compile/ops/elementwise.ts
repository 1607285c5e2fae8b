// One number at a time: arithmetic with broadcasting, comparisons, choices, functions of one value.
import { countOf, type, typeOf, typeOfAll } from '../attributes.ts'
import { broadcastShapes, sumToShape } from '../broadcast.ts'
import { type Gradient, like, type Operation, type RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

type Rule = (g: Recorder, dy: Tensor, call: RecordedCall) => Tensor

/** A function of one value. */
export function unary(name: string, rule: Rule | null, extra: Partial<Operation> = {}): Operation {
  return {
    type: name,
    attributes: { T: typeOf(0) },
    outputs: like(0),
    gradient: (g, call, dy) => [rule && (() => rule(g, dy, call))],
    ...extra,
  }
}

/** A function of two values that broadcast; a null rule: does not vary with that one. */
function binary(name: string, left: Rule | null, right: Rule | null): Operation {
  const towards = (g: Recorder, call: RecordedCall, dy: Tensor, index: number, rule: Rule | null) =>
    rule && (() => sumToShape(g, rule(g, dy, call), call.input(index).shape))
  return {
    type: name,
    attributes: { T: typeOf(0, 1) },
    outputs: call => [
      { shape: shapeOfBoth(call.input(0), call.input(1)), type: call.input(0).type },
    ],
    gradient: (g, call, dy): readonly Gradient[] => [
      towards(g, call, dy, 0, left),
      towards(g, call, dy, 1, right),
    ],
  }
}

function comparison(name: string): Operation {
  return {
    type: name,
    attributes: { T: typeOf(0, 1) },
    outputs: call => [{ shape: shapeOfBoth(call.input(0), call.input(1)), type: 'bool' }],
    gradient: () => [null, null],
  }
}

function shapeOfBoth(a: Tensor, b: Tensor): readonly number[] {
  return broadcastShapes(a.shape, b.shape)
}

const times = (g: Recorder, a: Tensor, b: Tensor) => g.op('Mul', [a, b])
const negative = (g: Recorder, a: Tensor) => g.op('Neg', [a])
const scaled = (g: Recorder, a: Tensor, factor: number) =>
  times(g, a, g.constant(factor, { type: a.type }))

/** The gradient where the condition holds, else 0. At a tie it goes to the first input, as in TensorFlow. */
function where(
  g: Recorder,
  dy: Tensor,
  holds: string,
  call: RecordedCall,
  second: boolean,
): Tensor {
  const first = g.op(holds, [call.input(0), call.input(1)])
  const zero = g.constant(0, { type: dy.type })
  return g.op('SelectV2', second ? [first, zero, dy] : [first, dy, zero])
}

function extreme(name: string, holds: string): Operation {
  return binary(
    name,
    (g, dy, call) => where(g, dy, holds, call, false),
    (g, dy, call) => where(g, dy, holds, call, true),
  )
}

const difference = (g: Recorder, call: RecordedCall) => g.op('Sub', [call.input(0), call.input(1)])

const plainSubtraction = binary(
  'Sub',
  (_, dy) => dy,
  (g, dy) => negative(g, dy),
)

/**
 * x - x hands on dy and -dy, and TensorFlow sorts what a sum adds up: between the two a small gradient of
 * another node lost its digits. Together they are dy - dy: 0, or no number where dy is none.
 */
const subtraction: Operation = {
  ...plainSubtraction,
  gradient: (g, call, dy) =>
    call.input(0) === call.input(1)
      ? [() => g.op('Sub', [dy, dy]), null]
      : (plainSubtraction.gradient?.(g, call, dy) ?? []),
}

const arithmetic: readonly Operation[] = [
  {
    ...binary(
      'AddV2',
      (_, dy) => dy,
      (_, dy) => dy,
    ),
    apart: true,
  },
  subtraction,
  binary(
    'Mul',
    (g, dy, call) => times(g, dy, call.input(1)),
    (g, dy, call) => times(g, dy, call.input(0)),
  ),
  binary(
    'RealDiv',
    (g, dy, call) => g.op('RealDiv', [dy, call.input(1)]),
    (g, dy, call) => negative(g, g.op('RealDiv', [times(g, dy, call.output()), call.input(1)])),
  ),
  binary(
    'SquaredDifference',
    (g, dy, call) => scaled(g, times(g, dy, difference(g, call)), 2),
    (g, dy, call) => scaled(g, times(g, dy, difference(g, call)), -2),
  ),
  binary('FloorDiv', null, null),
  extreme('Maximum', 'GreaterEqual'),
  extreme('Minimum', 'LessEqual'),
  binary(
    'Pow',
    (g, dy, call) => {
      const one = g.constant(1, { type: dy.type })
      const lower = g.op('Pow', [call.input(0), g.op('Sub', [call.input(1), one])])
      return times(g, dy, times(g, call.input(1), lower))
    },
    // The logarithm of what is not above 0 counts as 0, as in TensorFlow.
    (g, dy, call) => {
      const [base, zero] = [call.input(0), g.constant(0, { type: dy.type })]
      const isAbove = g.op('Greater', [base, zero])
      const safe = g.op('SelectV2', [isAbove, base, g.constant(1, { type: dy.type })])
      return times(g, dy, times(g, call.output(), g.op('Log', [safe])))
    },
  ),
]

const choices: readonly Operation[] = [
  {
    type: 'SelectV2',
    attributes: { T: typeOf(1, 2) },
    outputs: call => [
      {
        shape: broadcastShapes(call.input(0).shape, shapeOfBoth(call.input(1), call.input(2))),
        type: call.input(1).type,
      },
    ],
    gradient: (g, call, dy) => {
      const zero = g.constant(0, { type: dy.type })
      const pick = (inputs: readonly Tensor[], index: number) => () =>
        sumToShape(g, g.op('SelectV2', [call.input(0), ...inputs]), call.input(index).shape)
      return [null, pick([dy, zero], 1), pick([zero, dy], 2)]
    },
  },
  {
    type: 'AddN',
    attributes: { N: countOf(), T: typeOfAll() },
    outputs: like(0),
    apart: true,
    gradient: (_, call, dy) => call.inputs.map(() => () => dy),
  },
  {
    type: 'Cast',
    attributes: { SrcT: typeOf(0), DstT: type() },
    outputs: call => [{ shape: call.input(0).shape, type: call.type('DstT') }],
    gradient: (g, call, dy) => [() => g.cast(dy, call.input(0).type)],
    fold: (_, known) => known(0),
  },
]

const functions: readonly Operation[] = [
  unary('Identity', (_, dy) => dy, { fold: (_, known) => known(0) }),
  unary('Neg', negative),
  unary('Abs', (g, dy, call) => times(g, dy, g.op('Sign', [call.input(0)]))),
  unary('Sign', null),
  unary('Square', (g, dy, call) => times(g, dy, scaled(g, call.input(0), 2))),
  unary('Sqrt', (g, dy, call) => g.op('SqrtGrad', [call.output(), dy])),
  unary('Rsqrt', (g, dy, call) => g.op('RsqrtGrad', [call.output(), dy])),
  unary('Exp', (g, dy, call) => times(g, dy, call.output())),
  unary('Log', (g, dy, call) => g.op('RealDiv', [dy, call.input(0)])),
  unary('Sin', (g, dy, call) => times(g, dy, g.op('Cos', [call.input(0)]))),
  unary('Cos', (g, dy, call) => negative(g, times(g, dy, g.op('Sin', [call.input(0)])))),
  unary('Erfc', (g, dy, call) => {
    const bell = g.op('Exp', [negative(g, g.op('Square', [call.input(0)]))])
    return times(g, dy, scaled(g, bell, -2 / Math.sqrt(Math.PI)))
  }),
]

/** The operations that TensorFlow has for gradients: (output or input, dy), shapes alike. */
export function gradientOperation(name: string): Operation {
  return { type: name, attributes: { T: typeOf(0, 1) }, outputs: like(0) }
}

export const elementwise: readonly Operation[] = [
  ...arithmetic,
  ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal'].map(comparison),
  ...choices,
  ...functions,
  gradientOperation('SqrtGrad'),
  gradientOperation('RsqrtGrad'),
]
