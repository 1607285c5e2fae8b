// What add and multiply share: shapes that agree, or that broadcast as in Keras (axes of size 1).
import { type LayerDeclaration, LayerError, type Mend, type Shape } from './define.ts'
import { counted, product, times } from './sizes.ts'

export type Inputs = readonly [Shape, ...Shape[]]

/** Merging one thing with nothing is a wire that was forgotten. */
export function needTwo(inputs: Inputs, verb: string): void {
  if (inputs.length >= 2) return
  throw new LayerError(
    'needs-two-inputs',
    `There is one input, ${times(inputs[0])}; ${verb} takes two or more. Draw another wire to this layer.`,
    [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
  )
}

/** The broadcast shape: every axis has one size, or 1. */
export function broadcast(inputs: Inputs, verb: string): Shape {
  needTwo(inputs, verb)
  const [first, ...others] = inputs
  return others.reduce((sizes, shape, index) => {
    const together = merge(sizes, shape)
    if (together) return together
    throw unequal(inputs, index + 1, verb)
  }, first)
}

function merge(a: Shape, b: Shape): Shape | null {
  if (a.length !== b.length) return null
  const sizes = a.map((size, axis) => (size === 1 ? (b[axis] ?? 1) : size))
  return sizes.every((size, axis) => b[axis] === size || b[axis] === 1) ? sizes : null
}

function unequal(inputs: Inputs, at: number, verb: string): LayerError {
  const shapes = inputs.map(times)
  const list = `${shapes.slice(0, -1).join(', ')} and ${shapes[shapes.length - 1]}`
  const [first] = inputs
  const other = inputs[at] ?? first
  const mends = [...reshapes(first, other, at), ...projections(first, other, at)]
  const advice = mends.length > 0 ? '' : ' Give the branches the same filters, strides and padding.'
  return new LayerError(
    'shapes-differ',
    `The inputs are ${list}; ${verb} needs equal shapes.${advice}`,
    mends,
  )
}

/** A list of channels beside a picture (squeeze-excite): 16 becomes 1×1×16. */
function reshapes(first: Shape, other: Shape, at: number): Mend[] {
  const [list, pictured, input] = first.length === 1 ? [first, other, 0] : [other, first, at]
  const [channels = 1] = list
  if (list.length !== 1 || pictured.length !== 3 || pictured[2] !== channels) return []
  return [
    {
      label: `Reshape input ${input + 1} to 1×1×${channels}`,
      repair: {
        kind: 'insertBefore',
        type: 'reshape',
        params: { targetShape: [1, 1, channels] },
        input,
      },
    },
  ]
}

/** A 1×1 convolution with a stride brings a larger picture to the size of a smaller one. */
function projections(first: Shape, other: Shape, at: number): Mend[] {
  return [projection(first, other, 0), projection(other, first, at)].flatMap(mend => mend ?? [])
}

function projection(from: Shape, to: Shape, input: number): Mend | null {
  const [height = 0, width = 0] = from
  const [rows = 0, columns = 0, filters = 0] = to
  if (from.length !== 3 || to.length !== 3) return null
  const strides = Math.ceil(height / rows)
  if (Math.ceil(height / strides) !== rows || Math.ceil(width / strides) !== columns) return null
  const stride = strides > 1 ? ` with stride ${strides}` : ''
  return {
    label: `Bring input ${input + 1} to ${times(to)}: 1×1 convolution${stride}`,
    repair: {
      kind: 'insertBefore',
      type: 'conv2d',
      params: { filters, kernelSize: 1, ...(strides > 1 && { strides }) },
      input,
    },
  }
}

/** All of an elementwise merge but its names, its help and its lowering. */
export function elementwiseDeclaration(verb: string) {
  return {
    group: 'merge',
    inputs: 'many',
    params: {},
    shape: (_: object, inputs: Inputs) => broadcast(inputs, verb),
    explain: (_: object, inputs: Inputs, output: Shape | null) => [
      {
        quantity: 'Numbers',
        formula: inputs.map(times).join(verb === 'multiply' ? ' · ' : ' + '),
        result: output === null ? 'none' : counted(product(output)),
      },
    ],
  } satisfies Partial<LayerDeclaration<Record<never, never>, 'many'>>
}
