// A penalty whose gradient is 0 where a weight is: that of tfjs pushes such a weight away from 0.
import * as tf from '@tensorflow/tfjs'

type Regularizer = ReturnType<typeof tf.regularizers.l1l2>

/** l1·Σ|w| + l2·Σw² */
export function l1l2({ l1, l2 }: { l1: number; l2: number }): Regularizer {
  const made = tf.regularizers.l1l2({ l1, l2 })
  made.apply = weight =>
    tf.tidy(() => {
      const sizes = tf.add(tf.relu(weight), tf.relu(tf.neg(weight)))
      const penalty = tf.add(tf.mul(tf.sum(sizes), l1), tf.mul(tf.sum(tf.square(weight)), l2))
      return penalty.asScalar()
    })
  return made
}
