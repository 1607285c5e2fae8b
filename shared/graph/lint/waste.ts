// What costs something and gives nothing.
import type { AnyLayer, Mend, Shape } from '../../layers/define.ts'
import type { Layer } from '../network.ts'
import { general } from '../problems.ts'
import {
  activationOf,
  at,
  behindPointwise,
  type Context,
  count,
  eachKind,
  eachLayer,
  isNormalization,
  isWeighted,
  type Rule,
  remove,
  setParams,
  shapeOf,
} from './context.ts'

/** They take away each channel's mean, and with it what a bias adds. */
const centering = ['batchNormalization', 'instanceNormalization']

const biasBeforeNormalization = eachLayer(centering, (layer, context) => {
  if (layer.params?.center !== true) return null
  const source = context.sourceOf(layer)
  if (source?.params?.useBias !== true) return null
  if (!isWeighted(source) || activationOf(source) !== 'linear') return null
  if (context.readers(source).length > 1) return null
  const numbers = source.weights.bias?.shape[0] ?? 0
  return at(
    context,
    source,
    'bias-before-normalization',
    `${source.name}'s bias is removed again by ${layer.name}: ${count(numbers)} parameters without effect.`,
    { mends: [setParams('Use no bias', { useBias: false })] },
  )
})

const doubleSoftmax = eachLayer(['activation', 'softmax'], (layer, context) => {
  if (activationOf(layer) !== 'softmax') return null
  const source = context.sourceOf(layer)
  if (!source || activationOf(source) !== 'softmax') return null
  return at(
    context,
    layer,
    'double-softmax',
    `${source.name} ends in a softmax already; a second one flattens the probabilities.`,
    { severity: 'warning', mends: [remove('Remove this softmax')] },
  )
})

/** Activations for which f(f(x)) = f(x), and f(relu(x)) = relu(x). */
const idempotent = new Set(['relu', 'relu6', 'linear'])

const activationTwice = eachLayer(['activation'], (layer, context) => {
  const own = String(activationOf(layer))
  const source = context.sourceOf(layer)
  if (!source || !idempotent.has(own)) return null
  if (own !== 'linear' && activationOf(source) !== own) return null
  const message =
    own === 'linear'
      ? `${layer.name} is the linear activation: it passes on what it reads.`
      : `${source.name} ends in ${own} already, so ${layer.name} changes nothing.`
  return at(context, layer, 'activation-without-effect', message, {
    mends: [remove(`Remove ${layer.name}`)],
  })
})

/** Two linear maps without anything between them are one. */
const linearPair = eachLayer(['dense'], (layer, context) => {
  const source = behindPointwise(layer, context)
  if (!source || !isWeighted(source) || activationOf(source) !== 'linear') return null
  if (context.readers(source).length > 1) return null
  return at(
    context,
    source,
    'linear-pair',
    `No activation between ${source.name} and ${layer.name}: together they are one linear map.`,
    { mends: [setParams(`Add relu to ${source.name}`, { activation: 'relu' })] },
  )
})

const poolings = new Set([
  'maxPooling1d',
  'maxPooling2d',
  'maxPooling3d',
  'minPooling2d',
  'averagePooling1d',
  'averagePooling2d',
  'averagePooling3d',
])

function mayDoNothing({ type }: AnyLayer): boolean {
  const moves = type === 'flatten' || type === 'reshape' || type.startsWith('zeroPadding')
  return moves || poolings.has(type)
}

function all(value: unknown, number: number): boolean {
  return Array.isArray(value) && value.flat(2).every(each => each === number)
}

/** A window of one position moved by one position, padding by nothing, a vector made flat. */
const noEffect = eachKind(mayDoNothing, (layer, context) => {
  const { type, params } = layer
  const [input = []] = layer.inputShapes
  const same = sameShape(input, shapeOf(layer))
  const why =
    poolings.has(type) && all(params?.poolSize, 1) && same
      ? 'its window holds one position'
      : type.startsWith('zeroPadding') && all(params?.padding, 0)
        ? 'it adds nothing on any side'
        : type === 'flatten' && input.length === 1
          ? 'its input is one list of numbers already'
          : type === 'reshape' && same
            ? 'its input has that shape already'
            : null
  if (why === null) return null
  return at(context, layer, 'without-effect', `${layer.name} changes nothing: ${why}.`, {
    mends: [remove(`Remove ${layer.name}`)],
  })
})

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

function mergesOthers({ type, group }: AnyLayer): boolean {
  return group === 'merge' && type !== 'multiply' && type !== 'dot'
}

/** x + x is 2x: two wires from one layer into a merge were probably meant for two. */
const sameInputTwice = eachLayer(mergesOthers, (layer, context) => {
  const keys = layer.inputs.map(({ layer: id, output }) => `${id}:${output}`)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice === undefined) return null
  const source = context.network.byId.get(twice.slice(0, twice.lastIndexOf(':')))
  return at(
    context,
    layer,
    'same-input-twice',
    `${layer.name} reads ${source?.name ?? 'one layer'} twice. Connect the other branch, or remove one of the wires.`,
    { severity: 'warning' },
  )
})

/** A first dense layer that holds most of a network, where an average over the map would do. */
const heavyDense = eachLayer(['dense'], (layer, context) => {
  const flat = context.sourceOf(layer)
  if (flat?.type !== 'flatten') return null
  const [map = []] = flat.inputShapes
  const { parameters } = context.network.totals
  const share = layer.parameterCount / parameters
  if (map.length !== 3 || layer.parameterCount < 1e6 || share < 0.5) return null
  const [height = 1, width = 1, channels = 1] = map
  const units = shapeOf(layer)[0] ?? 1
  const left = channels * units + (layer.params?.useBias === true ? units : 0)
  const mend: Mend = {
    label: `Average the ${height}×${width} positions instead (${count(left)} parameters)`,
    repair: { kind: 'insertBefore', type: 'globalAveragePooling2d' },
  }
  return {
    ...at(
      context,
      layer,
      'heavy-dense',
      `${layer.name} reads ${height}×${width}×${channels} = ${count(height * width * channels)} numbers and holds ${count(layer.parameterCount)} of ${count(parameters)} parameters (${Math.round(share * 100)} %). After global average pooling it would hold ${count(left)}.`,
    ),
    fixes: [
      {
        ...mend,
        repair: { kind: 'insertBefore', type: 'globalAveragePooling2d' },
        at: flat.definition,
      },
    ],
  }
})

const unusedParameters: Rule = ({ document }) => {
  const declared = Object.keys(document.parameters ?? {})
  if (declared.length === 0) return []
  const { nodes, blocks = {}, parameters = {} } = document
  const used = namesIn([nodes, blocks, parameters])
  return declared
    .filter(name => !used.has(name))
    .map(name => general('hint', 'unused-parameter', `The parameter ${name} is used nowhere.`))
}

function namesIn(parts: unknown): ReadonlySet<string> {
  const expressions = JSON.stringify(parts).match(/"=[^"]*/g) ?? []
  return new Set(expressions.flatMap(text => text.match(/[A-Za-z_]\w*/g) ?? []))
}

const unusedBlocks: Rule = ({ document }) => {
  const { blocks = {} } = document
  const bodies = [document, ...Object.values(blocks)]
  const used = new Set(bodies.flatMap(body => body.nodes.flatMap(node => node.block ?? [])))
  return Object.keys(blocks)
    .filter(name => !used.has(name))
    .map(name => general('hint', 'unused-block', `The block ${name} is used nowhere.`))
}

const nothingTrains: Rule = context => {
  const { totals } = context.network
  if (!context.training || totals.trainable > 0 || context.outputs.length === 0) return []
  const message =
    totals.parameters === 0
      ? 'The network has no weights, so there is nothing to train.'
      : `All ${count(totals.parameters)} parameters are frozen, so there is nothing to train.`
  return [general('warning', 'nothing-trains', message)]
}

/** Dropout before a normalization: its variance in training is not the one in use (Li et al. 2019). */
const dropoutBeforeNormalization = eachLayer(['batchNormalization'], (layer, context) => {
  const source = context.sourceOf(layer)
  if (source?.type !== 'dropout') return null
  return at(
    context,
    source,
    'dropout-before-normalization',
    `${layer.name} learns the variance that ${source.name} makes in training, and meets another one in use, where nothing is dropped (Li et al. 2019). Drop after the normalization.`,
    { severity: 'warning', mends: [remove(`Remove ${source.name}`)] },
  )
})

const endsInDropout: Rule = context =>
  context.outputs.flatMap(output =>
    output.type === 'dropout' || (isNormalization(output) && afterSoftmax(output, context))
      ? at(
          context,
          output,
          'disturbed-output',
          `${output.name} changes the answers themselves. Remove it or put it before the last layer.`,
          { severity: 'warning', mends: [remove(`Remove ${output.name}`)] },
        )
      : [],
  )

function afterSoftmax(layer: Layer, context: Context): boolean {
  const source = context.sourceOf(layer)
  return source !== undefined && ['softmax', 'sigmoid'].includes(String(activationOf(source)))
}

export const wasteRules: readonly Rule[] = [
  biasBeforeNormalization,
  doubleSoftmax,
  activationTwice,
  linearPair,
  noEffect,
  sameInputTwice,
  heavyDense,
  unusedParameters,
  unusedBlocks,
  nothingTrains,
  dropoutBeforeNormalization,
  endsInDropout,
]
