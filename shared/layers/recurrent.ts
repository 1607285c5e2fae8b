// What the recurrent layers share: parameters, weights, costs, and both directions.
import { type Activation, activations } from './activations.ts'
import { explainMacs, explainParameters, joined, trainable, useBias } from './convolution.ts'
import { type Explanation, LayerError, type Remark, type Shape, type Weight } from './define.ts'
import type { Graph, Value } from './graph.ts'
import type { Initializer } from './initializers.ts'
import { choice, flag, int } from './parameters.ts'
import { sequence } from './sequence.ts'
import { counted, product } from './sizes.ts'
import { type DirectionWeights, type Run, reversed } from './unroll.ts'
import { said, type WeightValues, weightParameters } from './weight-parameters.ts'

const ways = ['none', 'concat', 'sum', 'ave', 'mul'] as const

export const recurrentActivation = choice('Gate activation', activations, 'sigmoid')

export const recurrentParams = {
  units: int('Units', 32, { required: true }),
  activation: choice('Activation', activations, 'tanh'),
  useBias,
  ...weightParameters('kernel', 'Kernel', 'glorotUniform'),
  ...weightParameters('recurrent', 'Recurrent', 'orthogonal'),
  ...weightParameters('bias', 'Bias', 'zeros'),
  returnSequences: flag('Return sequences', false, {
    help: 'Gives the state at every position, not only after the last.',
  }),
  goBackwards: flag('Go backwards', false, { help: 'Reads the last position first.' }),
  bidirectional: choice('Bidirectional', ways, 'none', {
    help: 'Reads in both directions with weights of their own, and how the two are joined: Keras Bidirectional, its mergeMode.',
  }),
  trainable,
}

export interface RecurrentValues
  extends WeightValues<'kernel'>,
    WeightValues<'recurrent'>,
    WeightValues<'bias'> {
  readonly units: number
  readonly activation: Activation
  readonly useBias: boolean
  readonly returnSequences: boolean
  readonly goBackwards: boolean
  readonly bidirectional: (typeof ways)[number]
  readonly trainable: boolean
}

/** A kind of cell: how many products it has, and its bias. */
export interface Cell {
  readonly gates: number
  readonly biasShape: Shape
  readonly biasInitializer?: Initializer
}

type Direction = '' | 'forward' | 'backward'

function directions(p: RecurrentValues): readonly Direction[] {
  return p.bidirectional === 'none' ? [''] : ['forward', 'backward']
}

function weightName(direction: Direction, name: string): string {
  return direction === '' ? name : `${direction}${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

function width(p: RecurrentValues): number {
  return p.bidirectional === 'concat' ? 2 * p.units : p.units
}

export function recurrentShape(p: RecurrentValues, x: Shape): Shape {
  const [positions] = sequence(x)
  if (p.goBackwards && p.bidirectional !== 'none') throw backwardsTwice()
  return p.returnSequences ? [positions, width(p)] : [width(p)]
}

function backwardsTwice(): LayerError {
  return new LayerError(
    'backwards-both-ways',
    'A layer that reads in both directions goes backwards already; Keras allows go backwards in one direction only.',
    [
      {
        label: 'Turn off go backwards',
        repair: { kind: 'setParams', params: { goBackwards: false } },
      },
      {
        label: 'Read in one direction',
        repair: { kind: 'setParams', params: { bidirectional: 'none' } },
      },
    ],
  )
}

export function recurrentWeights(
  p: RecurrentValues,
  x: Shape,
  cell: Cell,
): Readonly<Record<string, Weight>> {
  const [, features] = sequence(x)
  const { trainable } = p
  const columns = cell.gates * p.units
  const kernel = { ...said('kernel', p), trainable, decay: true }
  const recurrent = { ...said('recurrent', p), trainable, decay: true }
  const bias: Weight = {
    shape: cell.biasShape,
    ...said('bias', p),
    ...(cell.biasInitializer && { initializer: cell.biasInitializer }),
    trainable,
  }
  return Object.fromEntries(
    directions(p).flatMap(direction => [
      [weightName(direction, 'kernel'), { shape: [features, columns], ...kernel }],
      [weightName(direction, 'recurrentKernel'), { shape: [p.units, columns], ...recurrent }],
      ...(p.useBias ? [[weightName(direction, 'bias'), bias]] : []),
    ]),
  )
}

/** The two products of each step in each direction. */
export function recurrentMacs(p: RecurrentValues, x: Shape, cell: Cell): number {
  const [positions, features] = sequence(x)
  return directions(p).length * positions * (features + p.units) * cell.gates * p.units
}

export function explainRecurrent(p: RecurrentValues, x: Shape, cell: Cell): Explanation[] {
  const [positions, features] = sequence(x)
  const both = directions(p).length
  const factor = both === 2 ? '2·' : ''
  const products = `(${features} + ${p.units})·${cell.gates * p.units}`
  const bias = p.useBias ? product(cell.biasShape) : 0
  const count = (features + p.units) * cell.gates * p.units + bias
  const sum = `${products}${bias > 0 ? ` + ${bias}` : ''}`
  return [
    { quantity: 'Steps', formula: 'positions', result: counted(positions) },
    explainParameters(both === 2 ? `2·(${sum})` : sum, both * count),
    explainMacs(`${factor}${positions}·${products}`, recurrentMacs(p, x, cell)),
  ]
}

export function recurrentSummary(p: RecurrentValues): string {
  return joined(
    p.units,
    p.activation !== 'tanh' && p.activation,
    p.returnSequences && 'sequences',
    p.goBackwards && 'backwards',
    p.bidirectional !== 'none' && `both ways, ${p.bidirectional}`,
  )
}

const manySteps = 200

/** `operations` per step, as counted in a compiled graph with its gradient. */
export function longUnrolled(p: RecurrentValues, x: Shape, operations: number): readonly Remark[] {
  const [positions] = sequence(x)
  if (positions <= manySteps) return []
  const total = directions(p).length * positions * operations
  // The first call costs about a quarter of a millisecond for each operation of the graph.
  const seconds = Math.round(total * 0.00024)
  return [
    {
      code: 'long-sequence',
      severity: 'hint',
      message: `${counted(positions)} positions are unrolled into about ${counted(total)} operations, so the first training step takes about ${plural(seconds)} longer. Shorten the sequence by a strided convolution or pooling before this layer.`,
    },
  ]
}

function plural(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}

/**
 * Runs every direction and joins them as Keras's Bidirectional does. All of it in float32: a state that is
 * rounded to bfloat16 at every step drifts away.
 */
export function lowerRecurrent(g: Graph, p: RecurrentValues, input: Value, run: Run): Value {
  const x = g.full(input)
  const [only, other] = directions(p).map((direction, index) => {
    const weights = weightsOf(g, p, direction)
    const isSecond = index === 1
    const states = run(x, weights, isSecond || p.goBackwards)
    if (!p.returnSequences) return states.last()
    // The second direction read the other way round; its states go beside those of the first.
    return isSecond ? reversed(g, states.sequence()) : states.sequence()
  })
  if (!only) throw new Error('a recurrent layer has a direction')
  return g.compute(other ? joinedWays(g, p.bidirectional, only, other) : only)
}

function weightsOf(g: Graph, p: RecurrentValues, direction: Direction): DirectionWeights {
  return {
    kernel: g.weight(weightName(direction, 'kernel'), 'full'),
    recurrentKernel: g.weight(weightName(direction, 'recurrentKernel'), 'full'),
    bias: p.useBias ? g.weight(weightName(direction, 'bias'), 'full') : null,
  }
}

function joinedWays(g: Graph, way: RecurrentValues['bidirectional'], a: Value, b: Value): Value {
  if (way === 'mul') return g.op('Mul', [a, b])
  if (way === 'concat')
    return g.op('ConcatV2', [a, b, g.constant(a.shape.length - 1, { type: 'int32' })])
  const sum = g.op('AddV2', [a, b])
  return way === 'sum' ? sum : g.op('Mul', [sum, g.constant(0.5, { type: a.type })])
}
