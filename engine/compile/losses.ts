// Losses and the count of right answers, in float32.
import type { Loss } from '../../shared/document/types.ts'
import type { Target } from './compilation.ts'
import type { Lanes } from './lanes.ts'
import type { Recorder } from './recorder.ts'
import type { AnyTensor, Tensor } from './tensor.ts'

export interface Judgement {
  /** Scalar: the mean over the batch's examples (and over positions and units within each). */
  readonly loss: Tensor
  /** Scalar: how many examples are right, an example of many parts counting by its share. */
  readonly correct: Tensor | null
  /** int32: the class that each example is put in. */
  readonly predicted: Tensor | null
}

/** Compares an output of the network, as drawn and a part per lane, with the labels of the whole batch. */
export function judge(
  g: Recorder,
  lanes: Lanes,
  output: readonly Tensor[],
  target: Target,
  labels: Tensor,
): Judgement {
  const before = (activation: 'Softmax' | 'Sigmoid') =>
    lanes.join(output.map(part => g.cast(valueBefore(activation, part), 'float32')))
  switch (target.loss) {
    case 'categoricalCrossentropy':
    case 'sparseCategoricalCrossentropy':
      return classes(g, before('Softmax'), labels, target.smoothing)
    case 'binaryCrossentropy':
      return yesOrNo(g, before('Sigmoid'), labels, target.smoothing)
    case 'meanSquaredError':
      return values(g, lanes.join(output), labels, 'Square')
    case 'meanAbsoluteError':
      return values(g, lanes.join(output), labels, 'Abs')
  }
}

/** Whether the labels of this loss are class numbers. */
export function takesClasses(loss: Loss): boolean {
  return loss === 'categoricalCrossentropy' || loss === 'sparseCategoricalCrossentropy'
}

const transparent = new Set(['Cast', 'Identity', 'Reshape'])

/**
 * The value before the softmax (sigmoid) that makes this output; the output itself where there is
 * none, which is then taken as logits. A cast and a reshape that keeps the classes are looked through.
 */
function valueBefore(activation: 'Softmax' | 'Sigmoid', output: Tensor): Tensor {
  let at: AnyTensor = output
  while (transparent.has(at.node.operation.type)) {
    const [before] = at.node.inputs
    if (!before || before.shape.at(-1) !== output.shape.at(-1)) return output
    at = before
  }
  if (at.node.operation.type !== activation) return output
  return at.node.inputs[0] as Tensor
}

/** For labels that are class numbers, or shares of classes. */
function classes(g: Recorder, logits: Tensor, labels: Tensor, smoothing: number): Judgement {
  const count = logits.shape.at(-1) ?? 1
  const int32s = (sizes: readonly number[]) => g.constant(sizes, { type: 'int32' })
  const flat = logits.shape.length === 2 ? logits : g.op('Reshape', [logits, int32s([-1, count])])
  const isSoft = labels.type !== 'int32'
  const rank = isSoft ? 2 : 1
  const sizes = int32s(isSoft ? [-1, count] : [-1])
  const flatLabels = labels.shape.length === rank ? labels : g.op('Reshape', [labels, sizes])
  const name = `${isSoft ? '' : 'Sparse'}SoftmaxCrossEntropyWithLogits`
  const losses = g.op(name, [flat, flatLabels])
  const last = g.constant(logits.shape.length - 1, { type: 'int32' })
  const predicted = g.op('ArgMax', [logits, last])
  const answers = isSoft ? g.op('ArgMax', [labels, last]) : labels
  return {
    loss: spread(g, mean(g, losses), flat, smoothing),
    correct: right(g, g.op('Equal', [predicted, answers])),
    predicted,
  }
}

/** Against labels y·(1 − s) + s ÷ classes: a share s of the loss is that against equal shares (Szegedy et al., 2016). */
function spread(g: Recorder, loss: Tensor, logits: Tensor, smoothing: number): Tensor {
  if (smoothing === 0) return loss
  const equal = g.op('Mul', [mean(g, g.op('LogSoftmax', [logits])), g.constant(-smoothing)])
  return g.op('AddV2', [g.op('Mul', [loss, g.constant(1 - smoothing)]), equal])
}

/** For soft labels too: z·softplus(−x) + (1 − z)·softplus(x), exact at both ends. */
function yesOrNo(g: Recorder, logits: Tensor, labels: Tensor, smoothing: number): Judgement {
  const shaped = sameShape(g, logits, labels)
  const softplus = (x: Tensor) => g.op('Softplus', [x])
  const wanted = smoothing === 0 ? labels : halfWay(g, labels, smoothing)
  const yes = g.op('Mul', [wanted, softplus(g.op('Neg', [shaped]))])
  const no = g.op('Mul', [g.op('Sub', [g.constant(1), wanted]), softplus(shaped)])
  const says = g.op('Greater', [shaped, g.constant(0)])
  const is = g.op('Greater', [labels, g.constant(0.5)])
  return {
    loss: mean(g, g.op('AddV2', [yes, no])),
    correct: right(g, g.op('Equal', [says, is])),
    predicted: g.cast(says, 'int32'),
  }
}

/** y·(1 − s) + s ÷ 2 */
function halfWay(g: Recorder, labels: Tensor, smoothing: number): Tensor {
  const less = g.op('Mul', [labels, g.constant(1 - smoothing)])
  return g.op('AddV2', [less, g.constant(smoothing / 2)])
}

function values(g: Recorder, output: Tensor, labels: Tensor, of: 'Square' | 'Abs'): Judgement {
  const error = g.op('Sub', [sameShape(g, g.cast(output, 'float32'), labels), labels])
  return { loss: mean(g, g.op(of, [error])), correct: null, predicted: null }
}

function sameShape(g: Recorder, value: Tensor, labels: Tensor): Tensor {
  if (value.shape.length === labels.shape.length) return value
  return g.op('Reshape', [value, g.constant(labels.shape, { type: 'int32' })])
}

function mean(g: Recorder, losses: Tensor): Tensor {
  return g.op('Mean', [losses, allAxes(g, losses)])
}

function allAxes(g: Recorder, tensor: Tensor): Tensor {
  return g.constant(
    tensor.shape.map((_, axis) => axis),
    { type: 'int32', shape: [tensor.shape.length] },
  )
}

function right(g: Recorder, hits: Tensor): Tensor {
  const inner = hits.shape.map((_, axis) => axis).slice(1)
  const numbers = g.cast(hits, 'float32')
  const shares =
    inner.length === 0 ? numbers : g.op('Mean', [numbers, g.constant(inner, { type: 'int32' })])
  return g.op('Sum', [shares, g.constant([0], { type: 'int32' })])
}

/** The weighted sum over the outputs. */
export function totalLoss(
  g: Recorder,
  parts: readonly { readonly loss: Tensor; readonly weight: number }[],
): Tensor {
  const weighted = parts.map(({ loss, weight }) =>
    weight === 1 ? loss : g.op('Mul', [loss, g.constant(weight)]),
  )
  const [first] = weighted
  if (!first) throw new Error('there is no loss')
  return weighted.length === 1 ? first : g.op('AddN', weighted)
}
