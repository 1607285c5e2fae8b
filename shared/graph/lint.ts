// The linter for architectures: rules over the whole network. Each rule is a function in the list.
import type { Loss, NetworkDocument, Training } from '../document/types.ts'
import type { Mend, Shape } from '../layers/define.ts'
import type { Expansion, FlatNode, Layer, Network, Problem } from './network.ts'
import { general, problem } from './problems.ts'

/** What a rule sees. */
interface Context {
  readonly document: NetworkDocument
  readonly training: Training | undefined
  readonly network: Omit<Network, 'problems'>
  /** Layers that take part and have a shape. */
  readonly layers: readonly Layer[]
  readonly outputs: readonly Layer[]
  readonly nodeOf: (layer: Layer) => FlatNode
  readonly sourceOf: (layer: Layer) => Layer | undefined
  /** How many layers read it. */
  readonly readers: (layer: Layer) => readonly Layer[]
}

type Rule = (context: Context) => readonly Problem[]

export function lint(
  document: NetworkDocument,
  network: Omit<Network, 'problems'>,
  expansion: Expansion,
): readonly Problem[] {
  const context = contextOf(document, network, expansion)
  return rules.flatMap(rule => rule(context))
}

function contextOf(
  document: NetworkDocument,
  network: Omit<Network, 'problems'>,
  expansion: Expansion,
): Context {
  const nodes = new Map(expansion.nodes.map(node => [node.id, node]))
  const readers = new Map<string, Layer[]>()
  for (const layer of network.layers)
    for (const { layer: source } of layer.inputs) {
      const list = readers.get(source)
      if (list) list.push(layer)
      else readers.set(source, [layer])
    }
  return {
    document,
    training: document.training,
    network,
    layers: network.layers.filter(layer => layer.reached && layer.outputShapes !== null),
    outputs: network.outputs.flatMap(id => network.byId.get(id) ?? []),
    nodeOf: layer =>
      nodes.get(layer.id) ?? {
        id: layer.id,
        type: layer.type,
        params: {},
        definition: layer.definition,
      },
    sourceOf: layer => network.byId.get(layer.inputs[0]?.layer ?? ''),
    readers: layer => readers.get(layer.id) ?? [],
  }
}

/** Shape of one example and number of classes of the data sets that the program makes itself. */
const made: Readonly<Record<string, { readonly shape: Shape; readonly classes: number }>> = {
  glyphs: { shape: [28, 28, 1], classes: 10 },
}

const pointwise = new Set(['dropout', 'flatten', 'reshape', 'zeroPadding2d'])
const weighted = new Set([
  'conv2d',
  'depthwiseConv2d',
  'separableConv2d',
  'conv2dTranspose',
  'dense',
])

function activationOf(layer: Layer): unknown {
  return layer.params?.activation
}

/** The word that settles what a layer's output means: its activation, or `linear`. */
function endOf(layer: Layer, context: Context): unknown {
  let current: Layer | undefined = layer
  while (current && (pointwise.has(current.type) || current.type === 'batchNormalization'))
    current = context.sourceOf(current)
  return current ? (activationOf(current) ?? 'linear') : 'linear'
}

function setParams(label: string, params: Record<string, string | number | boolean>): Mend {
  return { label, repair: { kind: 'setParams', params } }
}

const biasBeforeNormalization: Rule = context =>
  context.layers.flatMap(layer => {
    if (layer.type !== 'batchNormalization' || layer.params?.center !== true) return []
    const source = context.sourceOf(layer)
    if (source === undefined || source.params?.useBias !== true) return []
    if (!weighted.has(source.type) || activationOf(source) !== 'linear') return []
    if (context.readers(source).length > 1) return []
    const count = source.weights.bias?.shape[0] ?? 0
    return problem(
      'hint',
      'bias-before-normalization',
      context.nodeOf(source),
      `${source.name}'s bias is removed again by ${layer.name}: ${count.toLocaleString('en-US')} parameters without effect.`,
      { mends: [setParams('Use no bias', { useBias: false })] },
    )
  })

const doubleSoftmax: Rule = context =>
  context.layers.flatMap(layer => {
    if (activationOf(layer) !== 'softmax' || layer.type !== 'activation') return []
    const source = context.sourceOf(layer)
    if (!source || activationOf(source) !== 'softmax') return []
    return problem(
      'warning',
      'double-softmax',
      context.nodeOf(layer),
      `${source.name} ends in a softmax already; a second one flattens the probabilities.`,
      { mends: [{ label: 'Remove this softmax', repair: { kind: 'remove' } }] },
    )
  })

/** Two dense or convolution layers without anything between them compute one linear map. */
const linearPair: Rule = context =>
  context.layers.flatMap(layer => {
    if (layer.type !== 'dense') return []
    let source = context.sourceOf(layer)
    while (source && pointwise.has(source.type)) source = context.sourceOf(source)
    if (!source || !weighted.has(source.type) || activationOf(source) !== 'linear') return []
    if (context.readers(source).length > 1) return []
    return problem(
      'hint',
      'linear-pair',
      context.nodeOf(source),
      `No activation between ${source.name} and ${layer.name}: together they are one linear map.`,
      { mends: [setParams(`Add relu to ${source.name}`, { activation: 'relu' })] },
    )
  })

function lossOf(training: Training, output: Layer): Loss {
  return training.losses?.[output.id]?.loss ?? training.loss
}

function isCategorical(loss: Loss): boolean {
  return loss === 'categoricalCrossentropy' || loss === 'sparseCategoricalCrossentropy'
}

/** The compiler takes logits where no softmax (or sigmoid) stands at the end: say so. */
const missingEnd: Rule = context => {
  const { training } = context
  if (!training) return []
  return context.outputs.flatMap(output => {
    const loss = lossOf(training, output)
    const wanted = isCategorical(loss)
      ? 'softmax'
      : loss === 'binaryCrossentropy'
        ? 'sigmoid'
        : null
    if (wanted === null || output.type === 'input') return []
    const end = endOf(output, context)
    if (end === wanted) return []
    const canTake = output.declaration?.params.activation !== undefined && end === 'linear'
    const mend: Mend = canTake
      ? setParams(`Use ${wanted} in ${output.name}`, { activation: wanted })
      : {
          label: `Add ${wanted} after ${output.name}`,
          repair: { kind: 'insertAfter', type: 'activation', params: { activation: wanted } },
        }
    return problem(
      'hint',
      `no-${wanted}`,
      context.nodeOf(output),
      `The network ends without a ${wanted}: training takes ${output.name} as logits, and predict returns them as they are.`,
      { mends: [mend] },
    )
  })
}

/** Softmax where the loss wants none, or the other way round, is a mistake that trains badly. */
const wrongEnd: Rule = context => {
  const { training } = context
  if (!training) return []
  return context.outputs.flatMap(output => {
    const loss = lossOf(training, output)
    const end = endOf(output, context)
    const fault =
      (isCategorical(loss) && end === 'sigmoid') || (!isCategorical(loss) && end === 'softmax')
    if (!fault) return []
    return problem(
      'warning',
      'loss-and-activation',
      context.nodeOf(output),
      `${output.name} ends in ${end}, and the loss is ${loss}. ${isCategorical(loss) ? 'Use softmax, or binaryCrossentropy.' : 'Use categoricalCrossentropy, or another activation.'}`,
    )
  })
}

const classCount: Rule = context => {
  const { training, outputs } = context
  const data = training && made[training.dataset.kind]
  if (!training || !data || outputs.length !== 1) return []
  const [output] = outputs
  if (!output?.outputShapes || !isCategorical(lossOf(training, output))) return []
  const [shape = []] = output.outputShapes
  const units = shape[shape.length - 1] ?? 0
  const { kind } = training.dataset
  if (shape.length !== 1)
    return [
      problem(
        'error',
        'output-shape',
        context.nodeOf(output),
        `${kind} has one label per picture, and ${output.name} gives ${shape.join('×')}. End with ${data.classes} numbers.`,
        {
          about: 'data',
          mends: [{ label: 'Add Flatten', repair: { kind: 'insertAfter', type: 'flatten' } }],
        },
      ),
    ]
  if (units === data.classes) return []
  const fewer = units < data.classes
  const rest = fewer
    ? `${data.classes - units} classes could never be named`
    : `${units - data.classes} outputs would never be used`
  const mend =
    output.type === 'dense'
      ? [setParams(`Set units to ${data.classes}`, { units: data.classes })]
      : []
  return [
    problem(
      fewer ? 'error' : 'warning',
      'class-count',
      context.nodeOf(output),
      `${output.name} has ${units} units, ${kind} has ${data.classes} classes; ${rest}.`,
      { about: 'data', mends: mend },
    ),
  ]
}

const inputShape: Rule = context => {
  const data = context.training && made[context.training.dataset.kind]
  const [id] = context.network.inputs
  const input = id === undefined ? undefined : context.network.byId.get(id)
  const shape = input?.outputShapes?.[0]
  if (!data || !input || !shape || shape.join() === data.shape.join()) return []
  return [
    problem(
      'error',
      'input-shape',
      context.nodeOf(input),
      `${context.training?.dataset.kind} pictures are ${data.shape.join('×')}, and ${input.name} takes ${shape.join('×')}.`,
      {
        about: 'data',
        mends: [
          {
            label: `Use ${data.shape.join('×')}`,
            repair: { kind: 'setParams', params: { shape: [...data.shape] } },
          },
        ],
      },
    ),
  ]
}

const unusedParameters: Rule = ({ document }) => {
  const declared = Object.keys(document.parameters ?? {})
  if (declared.length === 0) return []
  const { nodes, blocks = {}, parameters = {} } = document
  const expressions = JSON.stringify([nodes, blocks, parameters]).match(/"=[^"]*/g) ?? []
  const used = new Set(expressions.flatMap(text => text.match(/[A-Za-z_]\w*/g) ?? []))
  return declared
    .filter(name => !used.has(name))
    .map(name => general('hint', 'unused-parameter', `The parameter ${name} is used nowhere.`))
}

const rules: readonly Rule[] = [
  biasBeforeNormalization,
  doubleSoftmax,
  linearPair,
  missingEnd,
  wrongEnd,
  classCount,
  inputShape,
  unusedParameters,
]
