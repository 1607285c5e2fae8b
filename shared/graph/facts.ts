// What follows from a layer's declaration, its parameters and the shapes it reads, and from nothing else. The repeats
// of a block share their parameters, and an edit leaves most layers as they were: each answer is kept.
import {
  type AnyLayer,
  LayerError,
  type Reach,
  type Remark,
  type Shape,
  type Weight,
} from '../layers/define.ts'
import { weightFault } from '../layers/weight-fault.ts'
import type { ResolvedParams } from './network.ts'

export interface Facts {
  /** One shape per output; null where they cannot be known, and `error` then says why. */
  readonly outputs: readonly Shape[] | null
  readonly weights: Readonly<Record<string, Weight>>
  readonly parameterCount: number
  readonly trainableCount: number
  readonly macs: number
  /** Numbers in all outputs of one example. */
  readonly numbers: number
  /** As declared: null where an output sees everything, undefined where it goes position by position. */
  readonly reach: readonly Reach[] | null | undefined
  readonly remarks: readonly Remark[]
  readonly error: LayerError | null
}

/** Answers by the shapes that are read; the last one is asked for again by the next layer of a row. */
interface Answers {
  readonly byShapes: Map<string, Facts>
  last: { readonly shapes: readonly Shape[]; readonly facts: Facts } | undefined
}

/** Resolved parameters belong to one declaration, so they stand for both. */
const known = new WeakMap<ResolvedParams, Answers>()
const mostShapes = 256

export function factsOf(
  declaration: AnyLayer,
  params: ResolvedParams,
  shapes: readonly Shape[],
): Facts {
  let answers = known.get(params)
  if (!answers) {
    answers = { byShapes: new Map(), last: undefined }
    known.set(params, answers)
  }
  const { last, byShapes } = answers
  if (last && last.shapes.length === 1 && shapes.length === 1 && last.shapes[0] === shapes[0])
    return last.facts
  const facts = lookUp(byShapes, declaration, params, shapes)
  answers.last = { shapes, facts }
  return facts
}

function lookUp(
  answers: Map<string, Facts>,
  declaration: AnyLayer,
  params: ResolvedParams,
  shapes: readonly Shape[],
): Facts {
  const key = shapes.length === 1 ? String(shapes[0]) : shapes.join(';')
  const answer = answers.get(key)
  if (answer) return answer
  const found = makeFacts(declaration, params, shapes)
  if (answers.size >= mostShapes) answers.clear()
  answers.set(key, found)
  return found
}

function makeFacts(declaration: AnyLayer, params: ResolvedParams, shapes: readonly Shape[]): Facts {
  try {
    const outputs = outputShapes(declaration, params, shapes)
    checkSizes(outputs)
    const inputs = perPort(shapes)
    const weights = declaration.weights?.(params, inputs) ?? {}
    checkSizes(Object.values(weights).map(weight => weight.shape))
    const [first] = shapes
    return {
      outputs,
      weights,
      ...countsOf(weights),
      macs: declaration.macs?.(params, inputs, outputs[0] ?? []) ?? 0,
      numbers: outputs.reduce((sum, shape) => sum + elements(shape), 0),
      reach: first && declaration.reach ? declaration.reach(params, first) : undefined,
      remarks: declaration.remarks?.(params, inputs) ?? [],
      // Its sizes are known all the same, so the layers behind it keep theirs.
      error: weightFault(weights),
    }
  } catch (error) {
    if (!(error instanceof LayerError)) throw error
    const weights = weightsWithoutShape(declaration, params, shapes)
    const nothing = { outputs: null, macs: 0, numbers: 0, reach: null, remarks: [] }
    return { ...nothing, weights, ...countsOf(weights), error }
  }
}

/** The weights do not need the output's size, so a window that does not fit still has its count. */
function weightsWithoutShape(
  declaration: AnyLayer,
  params: ResolvedParams,
  shapes: readonly Shape[],
): Facts['weights'] {
  try {
    const weights = declaration.weights?.(params, perPort(shapes)) ?? {}
    const whole = Object.values(weights).every(weight => weight.shape.every(Number.isInteger))
    return whole ? weights : {}
  } catch (error) {
    if (error instanceof LayerError) return {}
    throw error
  }
}

/** The ports were checked by `readPorts`, so the tuple has as many shapes as the layer has inputs. */
export function perPort(shapes: readonly Shape[]): readonly [Shape, ...Shape[]] {
  return shapes as readonly [Shape, ...Shape[]]
}

function outputShapes(
  declaration: AnyLayer,
  params: ResolvedParams,
  shapes: readonly Shape[],
): readonly Shape[] {
  const made = declaration.shape(params, perPort(shapes))
  return isList(made) ? made : [made]
}

function isList(shape: Shape | readonly Shape[]): shape is readonly Shape[] {
  return Array.isArray(shape[0])
}

const largestTensor = 2 ** 31 - 1

/** TensorFlow's kernels index with 32 bits: nothing larger may reach them (RELIABILITY T13). */
function checkSizes(shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    const total = elements(shape)
    if (total <= largestTensor) continue
    throw new LayerError(
      'too-large',
      `A tensor of ${shape.join('×')} holds ${total.toLocaleString('en-US')} numbers; at most ${largestTensor.toLocaleString('en-US')} fit. Use smaller sizes.`,
    )
  }
}

/** How many numbers a tensor of this shape holds. */
export function elements(shape: Shape): number {
  let total = 1
  for (const size of shape) total *= size
  return total
}

function countsOf(weights: Facts['weights']) {
  let parameterCount = 0
  let trainableCount = 0
  for (const weight of Object.values(weights)) {
    const count = elements(weight.shape)
    parameterCount += count
    if (weight.trainable !== false) trainableCount += count
  }
  return { parameterCount, trainableCount }
}
