// What a layer's `lower` sees of the compiler: a recorder of TensorFlow operations.
// The engine implements it (engine/compile), differentiates the recording and adds the optimizer.

/** int16 holds the bits of bfloat16 numbers, nothing else: their sign and their order are the same. */
export type ValueType = 'float32' | 'bfloat16' | 'int16' | 'int32' | 'int64' | 'bool' | 'string'

/** One tensor of the recording. The batch is axis 0 and -1 in `shape`; no other axis is unknown. */
export interface Value {
  readonly shape: readonly number[]
  readonly type: ValueType
}

export type Distribution = 'uniform' | 'normal' | { readonly gamma: number }

export type Attribute = number | boolean | string | readonly number[]
export type Attributes = Readonly<Record<string, Attribute>>

export interface ConstantOptions {
  /** Left out: float32. */
  readonly type?: ValueType
  /** The sizes; a single number fills all of it. Left out: a scalar, or a vector for a list. */
  readonly shape?: readonly number[]
}

export interface NormalizeSettings {
  /** One number per channel, float32. */
  readonly scale: Value
  readonly shift: Value
  readonly epsilon: number
  readonly rectified: boolean
}

export interface NormalizedLanes {
  readonly lanes: readonly Value[]
  readonly mean: Value
  readonly variance: Value
}

export interface Graph {
  /**
   * What is fed to the current input layer, in the type that the network computes in; float32 where a
   * layer reads it as whole numbers.
   */
  input(): Value
  /** True while the training step is recorded; dropout and batch normalization ask for it. */
  readonly training: boolean
  /** Records an operation and returns its first output. Shapes follow from the operation. */
  op(type: string, inputs: readonly Value[], attributes?: Attributes): Value
  /** The same for operations with several outputs. */
  outputs(type: string, inputs: readonly Value[], attributes?: Attributes): readonly Value[]
  constant(value: number | readonly number[], options?: ConstantOptions): Value
  /**
   * A weight of the current layer by the name that `weights` declares. It is kept in float32;
   * without `full` it is cast to the type that the network computes in.
   */
  weight(name: string, precision?: 'full'): Value
  /** Gives a weight that is not trained its new value after this training step. */
  update(name: string, value: Value): void
  /**
   * Numbers in [0, 1), of the standard normal or of a gamma distribution with this shape parameter, as many as
   * `like` has, fresh in every step. Always float32: a uniform bfloat16 has 128 values, too few to compare with a
   * dropout rate.
   */
  random(kind: Distribution, like: Value): Value
  /**
   * Lanes of a batch, centred and scaled by mean and variance (divided by n) of all of them, channel by channel, and
   * where `rectified` cut off at 0.
   */
  normalizeLanes(lanes: readonly Value[], settings: NormalizeSettings): NormalizedLanes
  /**
   * In training: every example's answer becomes `share` of its own and 1 − `share` of that of the example which
   * `order` names, one number each for every example.
   */
  mixLabels(order: Value, share: Value): void
  /** Of this batch, what the layer's weights `mean` and `variance` hold of the whole training data. */
  adapt(mean: Value, variance: Value): void
  /** The value in float32 (itself if it is): for operations that need the precision. */
  full(value: Value): Value
  /** The value (a bool becomes 0 or 1) in the type that the network computes in. */
  compute(value: Value): Value
}
