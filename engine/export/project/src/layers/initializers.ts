// First values that tfjs lacks, or draws with another variance.
import * as tf from '@tensorflow/tfjs'

type Initializer = ReturnType<typeof tf.initializers.zeros>
type Numbers = number | Numbers[]

/** tfjs takes instances of its own classes only: one of them with other values. */
function drawn(draw: (shape: number[]) => tf.Tensor): Initializer {
  const made = tf.initializers.zeros()
  made.apply = shape => tf.tidy(() => draw(shape.map(size => size ?? 1)))
  return made
}

/** Numbers as they are typed, of the weight's shape or one that broadcasts to it. */
export function values(numbers: Numbers): Initializer {
  return drawn(shape => tf.broadcastTo(tf.tensor(numbers as tf.TensorLike), shape))
}

interface Scaling {
  scale?: number
  mode?: 'fanIn' | 'fanOut' | 'fanAvg'
  distribution?: 'truncatedNormal' | 'untruncatedNormal' | 'uniform'
}

/** The deviation of a unit normal that is cut at two. */
const cutDeviation = 0.87962566103423978

/** A variance of scale ÷ fan, also where the normal is cut, as in Keras. */
export function varianceScaling(args: Scaling): Initializer {
  const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal' } = args
  return drawn(shape => {
    const columns = shape[shape.length - 1] ?? 1
    const rows = shape.length === 1 ? columns : (shape[shape.length - 2] ?? 1)
    const window = shape.slice(0, -2).reduce((product, size) => product * size, 1)
    const fans = { fanIn: window * rows, fanOut: window * columns }
    const fan = mode === 'fanAvg' ? (fans.fanIn + fans.fanOut) / 2 : fans[mode]
    const variance = scale / Math.max(1, fan)
    const deviation = Math.sqrt(variance)
    if (distribution === 'uniform')
      return tf.randomUniform(shape, -Math.sqrt(3 * variance), Math.sqrt(3 * variance))
    return distribution === 'truncatedNormal'
      ? tf.truncatedNormal(shape, 0, deviation / cutDeviation)
      : tf.randomNormal(shape, 0, deviation)
  })
}
