// How a stack of layers is proportioned: widths, windows, depth and what the papers say of them.
import type { AnyLayer } from '../../layers/define.ts'
import type { Layer } from '../network.ts'
import {
  activationOf,
  at,
  type Context,
  count,
  eachKind,
  eachLayer,
  isConvolution,
  isWeighted,
  type Rule,
  setParams,
  shapeOf,
} from './context.ts'
import { isCategorical, lossOf } from './ends.ts'

/** A dense layer narrower than the classes behind it: it cannot keep them apart linearly. */
const bottleneck: Rule = context => {
  const { training, outputs } = context
  return outputs.flatMap(output => {
    if (!training || !isCategorical(lossOf(training, output))) return []
    const classes = shapeOf(output).at(-1) ?? 0
    const found = chain(output, context).find(
      layer =>
        layer !== output && layer.type === 'dense' && (shapeOf(layer).at(-1) ?? 0) < classes - 1,
    )
    if (!found) return []
    const units = shapeOf(found).at(-1) ?? 0
    return at(
      context,
      found,
      'bottleneck',
      `${found.name} has ${units} units, and ${output.name} tells ${classes} classes apart: from ${units} numbers a linear layer can put fewer classes first than there are. Use at least ${classes - 1}.`,
      { severity: 'warning', mends: [setParams(`Use ${classes} units`, { units: classes })] },
    )
  })
}

/** The layers from one back to where the way forks or starts. */
function chain(layer: Layer, context: Context): readonly Layer[] {
  const found: Layer[] = []
  for (let at: Layer | undefined = layer; at && at.inputs.length <= 1; at = context.sourceOf(at))
    found.push(at)
  return found
}

function previousConvolution(layer: Layer, context: Context): Layer | undefined {
  let source = context.sourceOf(layer)
  while (source && !isConvolution(source) && source.inputs.length === 1)
    source = context.sourceOf(source)
  return source && isConvolution(source) ? source : undefined
}

/** Where the map shrinks, channels usually grow: else the stage throws information away twice. */
const narrowerAndSmaller = eachLayer(['conv2d'], (layer, context) => {
  if (shapeOf(layer).length !== 3) return null
  const before = previousConvolution(layer, context)
  if (before?.type !== 'conv2d' || all1(layer.params?.kernelSize)) return null
  const [from, to] = [shapeOf(before), shapeOf(layer)]
  const [height = 1, width = 1, channels = 1] = from
  const [rows = 1, columns = 1, filters = 1] = to
  if (rows * columns * 2 > height * width || filters >= channels) return null
  return at(
    context,
    layer,
    'narrower-and-smaller',
    `From ${before.name} to ${layer.name} the map shrinks from ${height}×${width} to ${rows}×${columns} and the channels fall from ${channels} to ${filters}: ${count(height * width * channels)} numbers become ${count(rows * columns * filters)}. Networks usually widen where they shrink.`,
    { mends: [setParams(`Use ${channels} filters`, { filters: channels })] },
  )
})

/** Two 3×3 see what one 5×5 sees, three what one 7×7 sees (Simonyan and Zisserman 2015). */
const largeKernel = eachKind(['conv2d'], (layer, context) => {
  const { params } = layer
  const [rows = 0, columns = 0] = (params?.kernelSize ?? []) as readonly number[]
  const [input = []] = layer.inputShapes
  const channels = input[2] ?? 0
  const filters = Number(params?.filters ?? 0)
  const plain = all1(params?.strides) && all1(params?.dilationRate) && params?.groups === 1
  if (rows !== columns || !plain || (rows !== 5 && rows !== 7)) return null
  const stack = (rows - 1) / 2
  const now = rows * columns * channels * filters
  const then = 9 * channels * filters + (stack - 1) * 9 * filters * filters
  if (then >= now) return null
  return at(
    context,
    layer,
    'large-kernel',
    `${layer.name} has a ${rows}×${rows} window: ${count(now)} weights. ${stack === 2 ? 'Two' : 'Three'} 3×3 convolutions see as far with ${count(then)} (${Math.round((1 - then / now) * 100)} % fewer) and an activation between them.`,
  )
})

function all1(value: unknown): boolean {
  return Array.isArray(value) && value.every(each => each === 1)
}

const steepest = 6

/** Costs of neighbouring stages (maps of one size) usually stay within a small factor. */
const stageJump: Rule = context => {
  const stages: { readonly first: Layer; readonly size: string; macs: number }[] = []
  for (const layer of context.inGroup('convolution')) {
    if (layer.macs === 0) continue
    const size = shapeOf(layer).slice(0, -1).join('×')
    const last = stages.at(-1)
    const known = last?.size === size ? last : stages.find(stage => stage.size === size)
    if (known) known.macs += layer.macs
    else stages.push({ first: layer, size, macs: layer.macs })
  }
  const total = context.network.totals.macs
  return stages.flatMap((stage, index) => {
    const before = stages[index - 1]
    // The first stage is often a small stem on purpose.
    if (!before || index < 2 || stage.macs < steepest * before.macs || stage.macs * 2 < total)
      return []
    return at(
      context,
      stage.first,
      'stage-jump',
      `The stage at ${stage.size} costs ${count(stage.macs)} MACs, ${(stage.macs / before.macs).toFixed(1)} times the one at ${before.size} and ${Math.round((100 * stage.macs) / total)} % of the whole network.`,
    )
  })
}

const deep = 6
const saturating = new Set(['sigmoid', 'tanh', 'hardSigmoid'])

/** Their slope is at most 1/4 (sigmoid) or 1 at one point (tanh): gradients fade (Glorot and Bengio 2010). */
const saturatingStack: Rule = context => {
  if (context.inGroup('normalization').length > 0) return []
  const hidden = context.layers.filter(
    layer => saturating.has(String(activationOf(layer))) && !context.outputs.includes(layer),
  )
  const [first] = hidden
  if (!first || hidden.length < deep) return []
  const word = String(activationOf(first))
  const slope =
    word === 'sigmoid'
      ? `at most 1/4: after ${hidden.length} of them a gradient keeps at most 1/${count(4 ** hidden.length)}`
      : 'small away from 0'
  return [
    at(
      context,
      first,
      'saturating-stack',
      `${hidden.length} layers in a row end in ${word} or its kin, whose slope is ${slope}. Use relu in the hidden layers, or normalise.`,
      { mends: [setParams(`Use relu in ${first.name}`, { activation: 'relu' })] },
    ),
  ]
}

function hasWindow(layer: Layer): boolean {
  const sizes = (layer.params?.kernelSize ?? []) as readonly number[]
  return isWeighted(layer) && sizes.some(size => size > 1)
}

const veryDeep = 25

/** Plain stacks deeper than this train worse than shallower ones (He et al. 2016). */
const noShortcuts: Rule = context => {
  if (context.inGroup('merge').length > 0) return []
  const stack = context.inGroup('convolution').filter(hasWindow)
  const [first] = stack
  if (!first || stack.length < veryDeep) return []
  return [
    at(
      context,
      first,
      'no-shortcuts',
      `${stack.length} convolutions follow one another without a shortcut. Beyond about 20 a plain stack trains worse than a shallower one (He et al. 2016): add every few layers' input to their output.`,
    ),
  ]
}

const unnormalized = 12

const noNormalization: Rule = context => {
  if (context.inGroup('normalization').length > 0) return []
  const stack = context.layers.filter(isWeighted)
  const [first] = stack
  const selfNormalizing = stack.some(layer => activationOf(layer) === 'selu')
  if (!first || stack.length < unnormalized || selfNormalizing) return []
  return [
    at(
      context,
      first,
      'no-normalization',
      `${stack.length} layers with weights and no normalization: training is slow or stands still at such a depth (Ioffe and Szegedy 2015). Put batchNormalization behind the convolutions.`,
    ),
  ]
}

/** What is averaged over the whole map at the end should each have seen a good part of the picture. */
const shortSighted = eachLayer(
  ['globalAveragePooling2d', 'globalMaxPooling2d'],
  (layer, context) => {
    const source = context.sourceOf(layer)
    const seen = source?.receptiveField
    const input = context.network.byId.get(context.network.inputs[0] ?? '')
    const [height = 0, width = 0] = shapeOf(input)
    const [rows = 0, columns = 0] = seen ?? []
    if (seen?.length !== 2 || rows * 4 > height || columns * 4 > width) return null
    if (isGate(layer, context)) return null
    return at(
      context,
      layer,
      'short-sighted',
      `Each number that ${layer.name} averages has seen ${rows}×${columns} of ${height}×${width} pixels. Add layers or strides before it, so that it sees whole objects.`,
    )
  },
)

/** What is merged again, as in squeeze-excite, weighs a map and does not judge the picture. */
function isGate(layer: Layer, context: Context): boolean {
  for (let at: Layer | undefined = layer; at; [at] = context.readers(at))
    if (at.declaration?.group === 'merge') return true
  return false
}

/** One group per channel is what a depthwise convolution does in a faster operation. */
const groupsOfOne = eachKind(['conv2d'], (layer, context) => {
  const channels = layer.inputShapes[0]?.[2] ?? 0
  if (channels < 2 || layer.params?.groups !== channels) return null
  return at(
    context,
    layer,
    'groups-of-one',
    `${layer.name} has as many groups as input channels, ${channels}: that is a depthwise convolution. Use depthwiseConv2d, which says so.`,
  )
})

/** A transposed window that its stride does not divide overlaps unevenly (Odena et al. 2016). */
const checkerboard = eachKind(
  ({ type }) => type.endsWith('Transpose'),
  (layer, context) => {
    const sizes = (layer.params?.kernelSize ?? []) as readonly number[]
    const strides = (layer.params?.strides ?? []) as readonly number[]
    const axis = strides.findIndex(
      (stride, index) => stride > 1 && (sizes[index] ?? 0) % stride !== 0,
    )
    const [size = 0, stride = 1] = [sizes[axis], strides[axis]]
    if (axis < 0) return null
    const better = Math.ceil(size / stride) * stride
    return at(
      context,
      layer,
      'checkerboard',
      `${layer.name}'s window of ${size} is no multiple of its stride ${stride}, so outputs are made of ${Math.floor(size / stride)} or ${Math.ceil(size / stride)} overlapping windows in turn: a checkerboard (Odena et al. 2016).`,
      { mends: [setParams(`Use a window of ${better}`, { kernelSize: better })] },
    )
  },
)

function slidesForward({ type, group }: AnyLayer): boolean {
  return group === 'convolution' && !type.endsWith('Transpose')
}

/** An even window has no middle: `same` then pads one more at the end, and maps drift by half a pixel. */
const evenKernel = eachKind(slidesForward, (layer, context) => {
  const sizes = (layer.params?.kernelSize ?? []) as readonly number[]
  const strides = (layer.params?.strides ?? []) as readonly number[]
  if (layer.params?.padding !== 'same' || !strides.every(stride => stride === 1)) return null
  const size = sizes.find(each => each % 2 === 0)
  if (size === undefined) return null
  return at(
    context,
    layer,
    'even-kernel',
    `${layer.name}'s window of ${size} has no middle: padding same adds ${size / 2 - 1} before and ${size / 2} after, and every such layer moves the map by half a pixel.`,
    { mends: [setParams(`Use a window of ${size + 1}`, { kernelSize: size + 1 })] },
  )
})

export const stackRules: readonly Rule[] = [
  bottleneck,
  narrowerAndSmaller,
  largeKernel,
  stageJump,
  saturatingStack,
  noShortcuts,
  noNormalization,
  shortSighted,
  groupsOfOne,
  checkerboard,
  evenKernel,
]
