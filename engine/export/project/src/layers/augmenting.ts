// Pictures changed by chance, each by draws of its own: in training only.
import * as tf from '@tensorflow/tfjs'
import { one } from './activation.js'

export interface AugmentingArgs {
  name?: string
  inputShape?: number[]
}

/** One number, or two to draw between. */
export type Factor = number | number[]

export abstract class Augmenting<Args extends AugmentingArgs> extends tf.layers.Layer {
  protected readonly args: Args

  constructor(args: Args) {
    super(args)
    this.args = args
  }

  protected abstract change(x: tf.Tensor4D): tf.Tensor

  /** What becomes of pictures outside of training. */
  protected keep(x: tf.Tensor4D): tf.Tensor {
    return tf.clone(x)
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    const x = one(inputs) as tf.Tensor4D
    return tf.tidy(() => (options.training === true ? this.change(x) : this.keep(x)))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.args as unknown as tf.serialization.ConfigDict) }
  }
}

export function aroundZero(factor: Factor): [number, number] {
  return typeof factor === 'number' ? [-Math.abs(factor), Math.abs(factor)] : sorted(factor)
}

export function fromZero(factor: Factor): [number, number] {
  return typeof factor === 'number' ? [0, Math.abs(factor)] : sorted(factor)
}

function sorted([a = 0, b = 0]: number[]): [number, number] {
  return [Math.min(a, b), Math.max(a, b)]
}

/** A number for each picture, with ones for its axes. */
export function drawn(x: tf.Tensor, [low, high]: [number, number]): tf.Tensor {
  const numbers = tf.randomUniform([x.shape[0] ?? 1, 1, 1, 1])
  return tf.add(tf.mul(numbers, high - low), low)
}

interface FlipArgs extends AugmentingArgs {
  mode?: string
}

class RandomFlip extends Augmenting<FlipArgs> {
  static className = 'LoomRandomFlip'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const { mode = 'horizontalAndVertical' } = this.args
    const sideways = mode === 'vertical' ? x : flipped(x, 2)
    return mode === 'horizontal' ? sideways : flipped(sideways, 1)
  }
}
tf.serialization.registerClass(RandomFlip)

function flipped(x: tf.Tensor, axis: number): tf.Tensor {
  const chosen = tf.cast(tf.less(drawn(x, [0, 1]), 0.5), 'float32')
  const mirrored = tf.reverse(x, axis)
  return tf.add(tf.mul(chosen, mirrored), tf.mul(tf.sub(1, chosen), x))
}

export interface FillingArgs extends AugmentingArgs {
  fillMode?: string
  interpolation?: string
  fillValue?: number
}

type Term = tf.Tensor | number

/** The pixel (x, y) shows what was at (a·(x, y, 1), b·(x, y, 1)). tfjs has no gradient of it, and at the input needs none. */
function moved(
  x: tf.Tensor4D,
  rows: [Term, Term, Term][],
  { fillMode = 'reflect', interpolation = 'bilinear', fillValue = 0 }: FillingArgs,
  size: [number, number] = [x.shape[1], x.shape[2]],
): tf.Tensor {
  const zeros = tf.zeros([x.shape[0], 1])
  const columns = [...rows.flat(), 0, 0].map(term =>
    typeof term === 'number' ? tf.add(zeros, term) : tf.reshape(term, [-1, 1]),
  )
  const matrix = tf.concat(columns, 1) as tf.Tensor2D
  type Way = Parameters<typeof tf.image.transform>
  // One picture at a time: of a batch, the CPU kernel of tfjs 4.22 moves the first alone.
  const pictures = Array.from({ length: x.shape[0] }, (_, at) => {
    const one = tf.slice(x, [at, 0, 0, 0], [1, -1, -1, -1])
    const own = tf.slice(matrix, [at, 0], [1, 8])
    return tf.image.transform(
      one,
      own,
      interpolation as Way[2],
      fillMode as Way[3],
      fillValue,
      size,
    )
  })
  return tf.concat(pictures, 0)
}

interface RotationArgs extends FillingArgs {
  factor: Factor
}

class RandomRotation extends Augmenting<RotationArgs> {
  static className = 'LoomRandomRotation'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const angle = tf.mul(drawn(x, aroundZero(this.args.factor)), 2 * Math.PI)
    const [cos, sin] = [tf.cos(angle), tf.sin(angle)]
    const [cx, cy] = [(x.shape[2] - 1) / 2, (x.shape[1] - 1) / 2]
    const right = tf.add(tf.sub(cx, tf.mul(cos, cx)), tf.mul(sin, cy))
    const down = tf.sub(tf.sub(cy, tf.mul(sin, cx)), tf.mul(cos, cy))
    const rows: [Term, Term, Term][] = [
      [cos, tf.neg(sin), right],
      [sin, cos, down],
    ]
    return moved(x, rows, this.args)
  }
}
tf.serialization.registerClass(RandomRotation)

interface TranslationArgs extends FillingArgs {
  heightFactor: Factor
  widthFactor: Factor
}

class RandomTranslation extends Augmenting<TranslationArgs> {
  static className = 'LoomRandomTranslation'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const rows = tf.mul(drawn(x, aroundZero(this.args.heightFactor)), x.shape[1])
    const columns = tf.mul(drawn(x, aroundZero(this.args.widthFactor)), x.shape[2])
    const matrix: [Term, Term, Term][] = [
      [1, 0, tf.neg(columns)],
      [0, 1, tf.neg(rows)],
    ]
    return moved(x, matrix, this.args)
  }
}
tf.serialization.registerClass(RandomTranslation)

interface ZoomArgs extends FillingArgs {
  heightFactor: Factor
  widthFactor?: Factor | null
}

class RandomZoom extends Augmenting<ZoomArgs> {
  static className = 'LoomRandomZoom'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const { heightFactor, widthFactor = null } = this.args
    const zoom = (factor: Factor) => tf.add(drawn(x, aroundZero(factor)), 1)
    const down = zoom(heightFactor)
    const across = widthFactor === null ? down : zoom(widthFactor)
    const offset = (by: tf.Tensor, size: number) => tf.mul(tf.sub(1, by), (size - 1) / 2)
    const rows: [Term, Term, Term][] = [
      [across, 0, offset(across, x.shape[2])],
      [0, down, offset(down, x.shape[1])],
    ]
    return moved(x, rows, this.args)
  }
}
tf.serialization.registerClass(RandomZoom)

interface ErasingArgs extends AugmentingArgs {
  factor?: Factor
  scale?: Factor
  fillValue?: number | number[] | null
  valueRange?: number[]
}

class RandomErasing extends Augmenting<ErasingArgs> {
  static className = 'LoomRandomErasing'

  protected override change(x: tf.Tensor4D): tf.Tensor {
    const { factor = 1, fillValue = null, valueRange: [low = 0, high = 255] = [] } = this.args
    const inside = tf.logicalAnd(this.stripe(x, 1), this.stripe(x, 2))
    const chosen = tf.less(drawn(x, [0, 1]), drawn(x, fromZero(factor)))
    const mask = tf.cast(tf.logicalAnd(inside, chosen), 'float32')
    const values = fillValue ?? tf.mul(tf.randomNormal(x.shape), high)
    const fill = tf.clipByValue(Array.isArray(values) ? tf.tensor1d(values) : values, low, high)
    return tf.add(tf.mul(mask, fill), tf.mul(tf.sub(1, mask), x))
  }

  /** True for the rows (or columns) that the rectangle covers. */
  private stripe(x: tf.Tensor4D, axis: 1 | 2): tf.Tensor {
    const size = x.shape[axis]
    const length = tf.mul(tf.sqrt(drawn(x, fromZero(this.args.scale ?? [0.02, 0.33]))), size)
    const start = tf.mul(drawn(x, [0, 1]), tf.sub(size, length))
    const places = tf.reshape(tf.range(0, size), axis === 1 ? [1, size, 1, 1] : [1, 1, size, 1])
    return tf.logicalAnd(tf.greaterEqual(places, start), tf.less(places, tf.add(start, length)))
  }
}
tf.serialization.registerClass(RandomErasing)

/** Cuts windows of this size at the places given for each picture. */
export function cut(x: tf.Tensor4D, places: [Term, Term], size: [number, number]): tf.Tensor {
  const [top, left] = places
  const exact = { fillMode: 'constant', interpolation: 'nearest' }
  const rows: [Term, Term, Term][] = [
    [1, 0, left],
    [0, 1, top],
  ]
  return moved(x, rows, exact, size)
}

export const randomFlip = (args: FlipArgs): tf.layers.Layer => new RandomFlip(args)
export const randomRotation = (args: RotationArgs): tf.layers.Layer => new RandomRotation(args)
export const randomTranslation = (args: TranslationArgs): tf.layers.Layer =>
  new RandomTranslation(args)
export const randomZoom = (args: ZoomArgs): tf.layers.Layer => new RandomZoom(args)
export const randomErasing = (args: ErasingArgs): tf.layers.Layer => new RandomErasing(args)
