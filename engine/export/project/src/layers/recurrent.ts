// Recurrent layers with any activation, in one direction or both, and the GRU that resets after its product.
import * as tf from '@tensorflow/tfjs'
import { activate, one } from './activation.js'
import type { WeightArgs } from './convolution.js'
import { Learned, type LearnedArgs, lastOf, shapesOf } from './learned.js'

interface RecurrentArgs
  extends LearnedArgs,
    WeightArgs<'kernel'>,
    WeightArgs<'recurrent'>,
    WeightArgs<'bias'> {
  units: number
  activation?: string
  recurrentActivation?: string
  useBias?: boolean
  returnSequences?: boolean
  goBackwards?: boolean
  bidirectional?: string
}

/** The state that is given out, and what else is kept until the next position. */
type State = tf.Tensor[]

interface Weights {
  kernel: tf.Tensor
  recurrentKernel: tf.Tensor
  /** One row, or two where the state has a bias of its own. */
  biases: tf.Tensor[]
}

abstract class Recurrent<Args extends RecurrentArgs> extends Learned<Args> {
  protected abstract readonly gates: number
  /** How many tensors a state is. */
  protected readonly kept: number = 1
  protected biasShape(): number[] {
    return [this.gates * this.args.units]
  }
  protected abstract step(x: tf.Tensor, state: State, weights: Weights): State

  protected directions(): string[] {
    return (this.args.bidirectional ?? 'none') === 'none' ? [''] : ['forward', 'backward']
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { args } = this
    const { units, useBias = true } = args
    const columns = this.gates * units
    const features = lastOf(shapesOf(inputShape)[0])
    for (const side of this.directions()) {
      this.addSaid(`${side}Kernel`, [features, columns], args, 'kernel', 'glorotUniform')
      this.addSaid(`${side}RecurrentKernel`, [units, columns], args, 'recurrent', 'orthogonal')
      if (useBias) this.addSaid(`${side}Bias`, this.biasShape(), args, 'bias', 'zeros')
    }
    this.built = true
  }

  private weightsOf(side: string): Weights {
    const bias = this.args.useBias === false ? null : this.read(`${side}Bias`)
    return {
      kernel: this.read(`${side}Kernel`),
      recurrentKernel: this.read(`${side}RecurrentKernel`),
      biases: bias === null ? [] : bias.shape.length === 2 ? tf.unstack(bias) : [bias],
    }
  }

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const [first, second] = this.directions().map((side, index) => {
      const states = this.run(x, side, this.args.goBackwards === true || index === 1)
      if (!this.args.returnSequences) return states[states.length - 1] ?? x
      return tf.stack(index === 1 ? [...states].reverse() : states, 1)
    })
    if (!first) throw new Error('A recurrent layer has a direction.')
    return second ? this.joined(first, second) : first
  }

  private run(x: tf.Tensor, side: string, backwards: boolean): tf.Tensor[] {
    const weights = this.weightsOf(side)
    const positions = tf.unstack(x, 1)
    const zeros = tf.zeros([x.shape[0] ?? 1, this.args.units])
    let state: State = Array<tf.Tensor>(this.kept).fill(zeros)
    return (backwards ? [...positions].reverse() : positions).map(position => {
      const product = tf.matMul(position, weights.kernel)
      const [bias] = weights.biases
      state = this.step(bias ? tf.add(product, bias) : product, state, weights)
      return one(state)
    })
  }

  private joined(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    switch (this.args.bidirectional) {
      case 'sum':
        return tf.add(a, b)
      case 'ave':
        return tf.div(tf.add(a, b), 2)
      case 'mul':
        return tf.mul(a, b)
      default:
        return tf.concat([a, b], -1)
    }
  }

  protected activation(x: tf.Tensor): tf.Tensor {
    return activate(x, this.args.activation ?? 'tanh')
  }

  protected gate(x: tf.Tensor): tf.Tensor {
    return activate(x, this.args.recurrentActivation ?? 'sigmoid')
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [[batch = null, positions = null] = []] = shapesOf(inputShape)
    const { units, bidirectional, returnSequences } = this.args
    const width = bidirectional === 'concat' ? 2 * units : units
    return returnSequences ? [batch, positions, width] : [batch, width]
  }
}

class SimpleRNN extends Recurrent<RecurrentArgs> {
  static className = 'LoomSimpleRNN'
  protected readonly gates = 1

  protected step(x: tf.Tensor, state: State, { recurrentKernel }: Weights): State {
    return [this.activation(tf.add(x, tf.matMul(one(state), recurrentKernel)))]
  }
}
tf.serialization.registerClass(SimpleRNN)

export function simpleRNN(args: RecurrentArgs): tf.layers.Layer {
  return new SimpleRNN(args)
}

interface GRUArgs extends RecurrentArgs {
  resetAfter?: boolean
}

class GRU extends Recurrent<GRUArgs> {
  static className = 'LoomGRU'
  protected readonly gates = 3

  protected override biasShape(): number[] {
    const columns = 3 * this.args.units
    return this.args.resetAfter === false ? [columns] : [2, columns]
  }

  protected step(x: tf.Tensor, state: State, { recurrentKernel, biases }: Weights): State {
    const { units, resetAfter = true } = this.args
    const h = one(state)
    const sizes = [2 * units, units]
    const [gatesIn, candidateIn] = two(tf.split(x, sizes, 1))
    const [gateKernel, candidateKernel] = two(tf.split(recurrentKernel, sizes, 1))
    const [, stateBias] = biases
    const [gateBias, candidateBias] = stateBias
      ? two(tf.split(stateBias, sizes))
      : [tf.scalar(0), tf.scalar(0)]
    const kept = tf.add(tf.matMul(h, gateKernel), gateBias)
    const [z, r] = two(tf.split(this.gate(tf.add(gatesIn, kept)), 2, 1))
    const inner = resetAfter
      ? tf.mul(r, tf.add(tf.matMul(h, candidateKernel), candidateBias))
      : tf.matMul(tf.mul(r, h), candidateKernel)
    const candidate = this.activation(tf.add(candidateIn, inner))
    return [tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate))]
  }
}
tf.serialization.registerClass(GRU)

export function gru(args: GRUArgs): tf.layers.Layer {
  return new GRU(args)
}

interface LSTMArgs extends RecurrentArgs {
  unitForgetBias?: boolean
}

class LSTM extends Recurrent<LSTMArgs> {
  static className = 'LoomLSTM'
  protected readonly gates = 4
  protected override readonly kept = 2

  /** The forget gate, second of four, starts with a bias of 1, so that the cell remembers at first. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    super.build(inputShape)
    const { units, useBias, unitForgetBias } = this.args
    if (useBias === false || unitForgetBias === false) return
    for (const side of this.directions())
      tf.tidy(() => {
        const [i, , c, o] = tf.split(this.read(`${side}Bias`), 4)
        if (i && c && o) this.write(`${side}Bias`, tf.concat([i, tf.ones([units]), c, o]))
      })
  }

  protected step(x: tf.Tensor, [h, memory]: State, { recurrentKernel }: Weights): State {
    const sum = tf.add(x, tf.matMul(one(h ?? []), recurrentKernel))
    const [inputs, others] = two(tf.split(sum, 2, 1))
    const [i, f] = two(tf.split(inputs, 2, 1))
    const [c, o] = two(tf.split(others, 2, 1))
    const learned = tf.mul(this.gate(i), this.activation(c))
    const next = tf.add(learned, tf.mul(this.gate(f), one(memory ?? [])))
    return [tf.mul(this.gate(o), this.activation(next)), next]
  }
}
tf.serialization.registerClass(LSTM)

export function lstm(args: LSTMArgs): tf.layers.Layer {
  return new LSTM(args)
}

function two(parts: tf.Tensor[]): [tf.Tensor, tf.Tensor] {
  const [first, second] = parts
  if (!first || !second) throw new Error('Two parts are cut.')
  return [first, second]
}
