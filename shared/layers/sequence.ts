// Sequences: what attention and recurrent layers read. An example is positions × features.
import { LayerError, type Mend, type Shape } from './define.ts'
import type { Parameter } from './parameters.ts'
import { ParameterError } from './parameters.ts'
import { product, times } from './sizes.ts'

/** Positions and features; throws where the input is not a sequence. */
export function sequence(x: Shape): readonly [positions: number, features: number] {
  const [positions, features] = x
  if (positions !== undefined && features !== undefined && x.length === 2)
    return [positions, features]
  throw needsSequence(x, x.length === 3 ? rowsOf(x) : asOne(x))
}

/** The same where every axis but the last counts positions: attention over a picture reads all its pixels. */
export function tokens(x: Shape): readonly [positions: number, features: number] {
  if (x.length < 2) throw needsSequence(x, asOne(x))
  return [product(x.slice(0, -1)), x[x.length - 1] ?? 1]
}

function needsSequence(x: Shape, mends: readonly Mend[]): LayerError {
  return new LayerError(
    'needs-sequence',
    `This layer reads sequences of positions × features; its input is ${times(x)}, ${x.length === 1 ? 'one axis' : `${x.length} axes`}.`,
    mends,
  )
}

/** A list of numbers is a sequence with one number at each position. */
function asOne(x: Shape): readonly Mend[] {
  return x.length === 1 ? [reshapeTo([x[0] ?? 1, 1])] : []
}

/** A picture is a sequence of its rows, or of its pixels. */
function rowsOf(x: Shape): readonly Mend[] {
  const [height = 1, width = 1, channels = 1] = x
  return [reshapeTo([height, width * channels]), reshapeTo([height * width, channels])]
}

function reshapeTo(targetShape: readonly number[]): Mend {
  return {
    label: `Reshape to ${times(targetShape)}`,
    repair: { kind: 'insertBefore', type: 'reshape', params: { targetShape } },
  }
}

/** A whole number from 1; absent or null leaves it to the layer, and `help` says what it then is. */
export function optionalInt(label: string, help: string): Parameter<number | null> {
  return {
    kind: 'int',
    label,
    default: null,
    help,
    minimum: 1,
    parse: given => {
      if (given === null) return null
      if (typeof given === 'number' && Number.isInteger(given) && given >= 1) return given
      throw new ParameterError('must be a whole number of at least 1')
    },
  }
}
