// What attention is told about positions: a token before the first, learned vectors, fixed waves.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'
import type { Start } from './convolution.js'
import { Learned, type LearnedArgs, lastOf, shapesOf } from './learned.js'

interface ClassTokenArgs extends LearnedArgs {
  initializer?: Start
}

class ClassToken extends Learned<ClassTokenArgs> {
  static className = 'LoomClassToken'

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [shape] = shapesOf(inputShape)
    this.add('token', [1, lastOf(shape)], this.args.initializer ?? 'zeros')
    this.built = true
  }

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const token = tf.tile(tf.expandDims(this.read('token'), 0), [x.shape[0] ?? 1, 1, 1])
    return tf.concat([token, x], 1)
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [[batch = null, positions, features = null] = []] = shapesOf(inputShape)
    return [batch, (positions ?? 0) + 1, features]
  }
}
tf.serialization.registerClass(ClassToken)

export function classToken(args: ClassTokenArgs): tf.layers.Layer {
  return new ClassToken(args)
}

interface PositionEmbeddingArgs extends LearnedArgs {
  sequenceLength?: number | null
  initializer?: Start
}

class PositionEmbedding extends Learned<PositionEmbeddingArgs> {
  static className = 'LoomPositionEmbedding'

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [[, positions, features] = []] = shapesOf(inputShape)
    const length = this.args.sequenceLength ?? positions ?? 1
    this.add('embeddings', [length, features ?? 1], this.args.initializer ?? 'glorotUniform')
    this.built = true
  }

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const [, positions = 1, features = 1] = x.shape
    return tf.add(x, tf.slice(this.read('embeddings'), [0, 0], [positions, features]))
  }
}
tf.serialization.registerClass(PositionEmbedding)

export function positionEmbedding(args: PositionEmbeddingArgs): tf.layers.Layer {
  return new PositionEmbedding(args)
}

interface SinePositionEncodingArgs extends LearnedArgs {
  maxWavelength?: number
}

class SinePositionEncoding extends Learned<SinePositionEncodingArgs> {
  static className = 'LoomSinePositionEncoding'

  protected override compute(inputs: tf.Tensor[]): tf.Tensor {
    const x = one(inputs)
    const [, positions = 1, features = 1] = x.shape
    const base = this.args.maxWavelength ?? 10_000
    const waves = Array.from({ length: positions * features }, (_, index) => {
      const feature = index % features
      const wave = base ** ((feature - (feature % 2)) / features)
      const angle = Math.floor(index / features) / wave
      return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
    })
    return tf.add(x, tf.tensor(waves, [positions, features]))
  }
}
tf.serialization.registerClass(SinePositionEncoding)

export function sinePositionEncoding(args: SinePositionEncodingArgs): tf.layers.Layer {
  return new SinePositionEncoding(args)
}
