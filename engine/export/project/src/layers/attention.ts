// Attention: every query takes a mean of the values, weighted by how well their keys fit it.
import * as tf from '@tensorflow/tfjs'
import type { WeightArgs } from './convolution.js'
import { Learned, type LearnedArgs, lastOf, shapesOf } from './learned.js'

interface AttendArgs extends LearnedArgs {
  dropout?: number
  useCausalMask?: boolean
}

/** softmax(scores)·values over the last two axes. */
function weigh(scores: tf.Tensor, values: tf.Tensor, args: AttendArgs, training: boolean) {
  const [queries = 1, keys = 1] = scores.shape.slice(-2)
  const rows = tf.reshape(tf.range(0, queries), [queries, 1])
  const isSeen = tf.greaterEqual(rows, tf.reshape(tf.range(0, keys), [1, keys]))
  const seen = args.useCausalMask ? tf.where(isSeen, scores, tf.fill(scores.shape, -1e9)) : scores
  const weights = tf.softmax(seen)
  const rate = args.dropout ?? 0
  return tf.matMul(training && rate > 0 ? tf.dropout(weights, rate) : weights, values)
}

interface MultiHeadAttentionArgs extends AttendArgs, WeightArgs<'kernel'>, WeightArgs<'bias'> {
  numHeads: number
  keyDim: number
  valueDim?: number | null
  useBias?: boolean
}

class MultiHeadAttention extends Learned<MultiHeadAttentionArgs> {
  static className = 'LoomMultiHeadAttention'

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [query, value, key] = shapesOf(inputShape).map(lastOf)
    const { numHeads, keyDim, valueDim, useBias = true } = this.args
    const width = valueDim ?? keyDim
    const depth = query ?? 1
    const product = (name: string, kernel: number[], bias: number[]) => {
      this.addSaid(`${name}Kernel`, kernel, this.args, 'kernel', 'glorotUniform')
      if (useBias) this.addSaid(`${name}Bias`, bias, this.args, 'bias', 'zeros')
    }
    product('query', [depth, numHeads, keyDim], [numHeads, keyDim])
    product('key', [key ?? depth, numHeads, keyDim], [numHeads, keyDim])
    product('value', [value ?? depth, numHeads, width], [numHeads, width])
    product('attentionOutput', [numHeads, width, depth], [depth])
    this.built = true
  }

  /** Every position through one kernel. */
  private project(x: tf.Tensor, name: string, columns: number): tf.Tensor {
    const kernel = tf.reshape(this.read(`${name}Kernel`), [-1, columns])
    const result = tf.matMul(tf.reshape(x, [-1, kernel.shape[0] ?? 1]), kernel)
    if (this.args.useBias === false) return result
    return tf.add(result, tf.reshape(this.read(`${name}Bias`), [columns]))
  }

  private heads(x: tf.Tensor, name: string, size: number): tf.Tensor {
    const { numHeads } = this.args
    const [batch = 1] = x.shape
    const rows = this.project(x, name, numHeads * size)
    return tf.transpose(tf.reshape(rows, [batch, -1, numHeads, size]), [0, 2, 1, 3])
  }

  protected override compute(inputs: tf.Tensor[], training: boolean): tf.Tensor {
    const [query, value, key] = inputs
    if (!query || !value || !key) throw new Error('Attention reads query, value and key.')
    const { keyDim, valueDim } = this.args
    const asked = tf.div(this.heads(query, 'query', keyDim), Math.sqrt(keyDim))
    const scores = tf.matMul(asked, this.heads(key, 'key', keyDim), false, true)
    const told = this.heads(value, 'value', valueDim ?? keyDim)
    const mixed = tf.transpose(weigh(scores, told, this.args, training), [0, 2, 1, 3])
    return tf.reshape(this.project(mixed, 'attentionOutput', lastOf(query.shape)), query.shape)
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return shapesOf(inputShape)[0] ?? []
  }
}
tf.serialization.registerClass(MultiHeadAttention)

export function multiHeadAttention(args: MultiHeadAttentionArgs): tf.layers.Layer {
  return new MultiHeadAttention(args)
}

interface AttentionArgs extends AttendArgs {
  useScale?: boolean
  scoreMode?: string
  divideByRoot?: boolean
}

class Attention extends Learned<AttentionArgs> {
  static className = 'LoomAttention'

  override build(): void {
    if (this.args.useScale) this.add('scale', [], 'ones')
    if (this.args.scoreMode === 'concat') this.add('concatScoreWeight', [], 'ones')
    this.built = true
  }

  protected override compute(inputs: tf.Tensor[], training: boolean): tf.Tensor {
    const [query, value, key] = inputs
    if (!query || !value || !key) throw new Error('Attention reads query, value and key.')
    const scores = this.scores(query, key)
    const divisor = this.args.divideByRoot ? Math.sqrt(lastOf(query.shape)) : 1
    return weigh(tf.div(scores, divisor), value, this.args, training)
  }

  private scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const scaled = (x: tf.Tensor) => (this.args.useScale ? tf.mul(x, this.read('scale')) : x)
    if (this.args.scoreMode !== 'concat') return scaled(tf.matMul(query, key, false, true))
    const pairs = tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1))
    return tf.mul(tf.sum(tf.tanh(scaled(pairs)), -1), this.read('concatScoreWeight'))
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [query = [], value] = shapesOf(inputShape)
    return [...query.slice(0, -1), lastOf(value)]
  }
}
tf.serialization.registerClass(Attention)

export function attention(args: AttentionArgs): tf.layers.Layer {
  return new Attention(args)
}
