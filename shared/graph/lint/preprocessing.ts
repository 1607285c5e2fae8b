// Layers that prepare data: where they stand, and what the data has been through before.
import type { Layer } from '../network.ts'
import { at, type Context, eachLayer, type Rule, remove } from './context.ts'

/** Data of these kinds stays as it is; all other kinds are pictures, which arrive as 0…1. */
const raw: ReadonlySet<string> = new Set(['npz', 'npy', 'csv'])

const randomTypes =
  /^(random(Flip|Rotation|Translation|Zoom|Crop|Contrast|Brightness|ColorJitter|Erasing)|mixUp)$/

/** The nearest layer before this one that learns, along any of its wires. */
function learnsBefore(layer: Layer, context: Context): Layer | undefined {
  const seen = new Set<string>()
  const waiting = layer.inputs.map(source => source.layer)
  for (const id of waiting) {
    if (seen.has(id)) continue
    seen.add(id)
    const source = context.network.byId.get(id)
    if (!source) continue
    if (source.trainableCount > 0) return source
    waiting.push(...source.inputs.map(({ layer: further }) => further))
  }
  return undefined
}

const latePreprocessing = eachLayer(
  ({ type }) => randomTypes.test(type),
  (layer, context) => {
    const source = learnsBefore(layer, context)
    if (!source) return null
    return at(
      context,
      layer,
      'late-preprocessing',
      `${layer.name} changes examples by chance, and reads what ${source.name} has learnt to make of them. Put it at the input, before all layers that learn.`,
    )
  },
)

/** Only preprocessing stands between this layer and its input; the types met on the way, the nearest first. */
function atInput(layer: Layer, context: Context): readonly string[] | null {
  const met: string[] = []
  for (let source = context.sourceOf(layer); source; source = context.sourceOf(source)) {
    if (source.type === 'input') return met
    if (source.declaration?.group !== 'preprocessing') return null
    met.push(source.type)
  }
  return null
}

/** Pictures that arrive as 0…1, and layers that take them for bytes. */
const valueRange = eachLayer(
  ({ params }) => 'valueRange' in params,
  (layer, context) => {
    const { training } = context
    const range = layer.params?.valueRange
    if (!training || !Array.isArray(range) || raw.has(training.dataset.kind)) return null
    const met = atInput(layer, context)
    if (!met || met.includes('rescaling') || met.includes('normalization')) return null
    const [low, high] = range
    if (training.standardize === true)
      return at(
        context,
        layer,
        'value-range',
        `The data is centred and scaled before it reaches ${layer.name}, so that about half of its pixels lie below 0, and ${low}…${high} is not their range. Train without standardize, and put a normalization layer behind ${layer.name}.`,
      )
    if (high <= 1) return null
    return at(
      context,
      layer,
      'value-range',
      `Pictures arrive as 0…1, and ${layer.name} takes them for ${low}…${high}.`,
      {
        mends: [
          {
            label: 'Use the value range 0, 1',
            repair: { kind: 'setParams', params: { valueRange: [0, 1] } },
          },
        ],
      },
    )
  },
)

const scaledTwice = eachLayer(['rescaling', 'normalization'], (layer, context) => {
  const { training } = context
  const met = atInput(layer, context)
  if (!training || !met || met.includes('rescaling') || met.includes('normalization')) return null
  const reason = reasonFor(layer, training.standardize === true, training.dataset.kind)
  if (reason === null) return null
  return at(context, layer, 'scaled-twice', reason, { mends: [remove(`Remove ${layer.name}`)] })
})

function reasonFor(layer: Layer, isStandardized: boolean, kind: string): string | null {
  const { type, name, params } = layer
  if (type === 'normalization' && isStandardized && params?.invert !== true)
    return `The data is centred and scaled already (standardize), so ${name} finds mean 0 and variance 1 and ${params?.mean === null ? 'changes nothing' : 'moves them away again'}. Keep one of the two.`
  const scale = params?.scale
  if (type === 'rescaling' && !raw.has(kind) && typeof scale === 'number' && scale <= 1 / 100)
    return `Pictures arrive as 0…1 already, so ${name} makes them 0…${Number(scale.toPrecision(2))}.`
  return null
}

export const preprocessingRules: readonly Rule[] = [latePreprocessing, valueRange, scaledTwice]
