// The Explain table of a layer: the arithmetic behind every number, with its own numbers in it.
import { type Law, lawOf } from '../help/laws.ts'
import { type Explanation, LayerError, type Shape } from '../layers/define.ts'
import { explainWeights } from './explain-weights.ts'
import type { Layer, Network } from './network.ts'

/** A row, with the rule that it follows where the rule has a name. */
export interface ExplainedRow extends Explanation {
  readonly law?: Law
}

/** Rows in reading order: the layer's own arithmetic, then receptive field and memory. */
export function explainLayer(network: Network, layer: Layer): readonly ExplainedRow[] {
  const output = layer.outputShapes?.[0] ?? null
  const rows = [
    ...ownArithmetic(layer, output),
    ...explainWeights(layer),
    ...receptiveField(network, layer),
    ...memory(layer, output),
  ]
  let before: string | undefined
  return rows.map(row => {
    const law = lawOf(layer.type, row)
    // Height and width follow one rule; it is said once.
    const isNew = law !== undefined && law.name !== before
    before = law?.name
    return isNew ? { ...row, law } : row
  })
}

/** Nothing where an input is missing or has no shape, or is of a kind that the layer cannot read. */
function ownArithmetic(layer: Layer, output: Shape | null): readonly Explanation[] {
  const { declaration, params, inputs, inputShapes } = layer
  if (!declaration?.explain || !params || inputShapes.length < inputs.length) return []
  if (declaration.inputs !== 'none' && inputs.length === 0) return []
  try {
    return declaration.explain(params, ports(inputShapes), output)
  } catch (error) {
    if (error instanceof LayerError) return []
    throw error
  }
}

function ports(shapes: readonly Shape[]): readonly [Shape, ...Shape[]] {
  return shapes as readonly [Shape, ...Shape[]]
}

function receptiveField(network: Network, layer: Layer): Explanation[] {
  const { declaration, params, receptiveField: field } = layer
  const source = network.byId.get(layer.inputs[0]?.layer ?? '')
  const before = source?.receptiveField
  const input = layer.inputShapes[0]
  if (!declaration?.reach || !params || !input || !before || !field) return []
  const reach = declaration.reach(params, input) ?? []
  const axes = field.map(
    (_, axis) =>
      `${before[axis]} + (${reach[axis]?.size ?? 1} − 1)·${source.strideProduct?.[axis] ?? 1}`,
  )
  const [first = '', ...others] = axes
  const same = others.every(formula => formula === first)
  return [
    {
      quantity: 'Receptive field',
      formula: same ? first : axes.join(' × '),
      result: field.join(' × '),
    },
  ]
}

function memory(layer: Layer, output: Shape | null): Explanation[] {
  if (!output) return []
  if (layer.activationBytes === 0)
    return [{ quantity: 'Memory', formula: 'the input in another shape', result: 'none' }]
  const kibibytes = layer.activationBytes / 1024
  const result =
    kibibytes < 1 ? `${layer.activationBytes} bytes` : `${Number(kibibytes.toFixed(2))} KiB`
  const shapes = layer.outputShapes ?? [output]
  const numbers = shapes.map(shape => shape.join('·')).join(' + ')
  const formula = `${shapes.length > 1 ? `(${numbers})` : numbers} · 4 bytes`
  return [{ quantity: 'Memory', formula, result }]
}
