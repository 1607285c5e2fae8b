// How a network ends: its last activation, its loss, its classes and its data.
import type { Loss, Training } from '../../document/types.ts'
import type { Mend, Shape } from '../../layers/define.ts'
import type { Layer } from '../network.ts'
import { outputCount } from '../outputs.ts'
import { problem } from '../problems.ts'
import {
  activationOf,
  at,
  type Context,
  eachKind,
  isNormalization,
  isPointwise,
  mayActivate,
  type Rule,
  remove,
  setParams,
  shapeOf,
} from './context.ts'

interface MadeData {
  readonly shape: Shape
  readonly classes: number
}

/** Shape of one example and number of classes of the data sets that the program makes itself. */
const made: Readonly<Record<string, MadeData>> = {
  glyphs: { shape: [28, 28, 1], classes: 10 },
}

/** A file may call its data `constructor`, which every object has. */
function dataOf(kind: string): MadeData | undefined {
  return Object.hasOwn(made, kind) ? made[kind] : undefined
}

/** The word that settles what a layer's output means: its activation, or `linear`. */
function endOf(layer: Layer, context: Context): unknown {
  let current: Layer | undefined = layer
  while (current && (isPointwise(current) || isNormalization(current)))
    current = context.sourceOf(current)
  return current ? (activationOf(current) ?? 'linear') : 'linear'
}

export function lossOf(training: Training, output: Layer): Loss {
  return training.losses?.[output.id]?.loss ?? training.loss
}

export function isCategorical(loss: Loss): boolean {
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
    return at(
      context,
      output,
      `no-${wanted}`,
      `The network ends without a ${wanted}: training takes ${output.name} as logits, and predict returns them as they are.`,
      // Behind which of several values, only the person knows.
      { mends: outputCount(output) > 1 ? [] : [mend] },
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
    return at(
      context,
      output,
      'loss-and-activation',
      `${output.name} ends in ${end}, and the loss is ${loss}. ${isCategorical(loss) ? 'Use softmax, or binaryCrossentropy.' : 'Use categoricalCrossentropy, or another activation.'}`,
      { severity: 'warning' },
    )
  })
}

/** Logits cut off at 0 cannot speak against a class. */
const clippedLogits: Rule = context =>
  context.outputs.flatMap(output => {
    const source = context.sourceOf(output)
    if (activationOf(output) !== 'softmax' || output.type !== 'activation' || !source) return []
    if (!['relu', 'relu6'].includes(String(activationOf(source)))) return []
    return at(
      context,
      source,
      'clipped-logits',
      `${source.name} cuts off at 0 what the softmax of ${output.name} reads, so no class can get less than the one with 0.`,
      { severity: 'warning', mends: [setParams('Use no activation', { activation: 'linear' })] },
    )
  })

/** A softmax over one number is 1 whatever the number. */
const softmaxOfOne = eachKind(mayActivate, (layer, context) => {
  if (activationOf(layer) !== 'softmax' || shapeOf(layer).at(-1) !== 1) return null
  return at(
    context,
    layer,
    'softmax-of-one',
    `${layer.name} takes the softmax of one number, which is always 1. Use sigmoid with binaryCrossentropy.`,
    {
      severity: 'warning',
      mends: [
        layer.type === 'softmax'
          ? remove(`Remove ${layer.name}`)
          : setParams('Use sigmoid', { activation: 'sigmoid' }),
      ],
    },
  )
})

/** Of several outputs, one that the losses do not name is trained with the common loss. */
const deadBranch: Rule = context => {
  const { training, outputs } = context
  if (outputs.length < 2 || !training?.losses) return []
  const named = new Set(Object.keys(training.losses))
  return outputs.flatMap(output =>
    named.has(output.id)
      ? []
      : at(
          context,
          output,
          'dead-branch',
          `${output.name} ends here without being read, and the losses name ${[...named].join(', ')} only. Connect it, give it a loss, or remove the branch.`,
          {
            severity: 'warning',
            mends: [{ label: `Remove ${output.name}`, repair: { kind: 'remove' } }],
          },
        ),
  )
}

const classCount: Rule = context => {
  const { training, outputs } = context
  const data = training && dataOf(training.dataset.kind)
  if (!training || !data || outputs.length !== 1) return []
  const [output] = outputs
  if (output && outputCount(output) > 1) return []
  if (!output?.outputShapes || !isCategorical(lossOf(training, output))) return []
  const [shape = []] = output.outputShapes
  const units = shape[shape.length - 1] ?? 0
  const { kind } = training.dataset
  const node = context.nodeOf(output)
  if (shape.length !== 1)
    return [
      problem(
        'error',
        'output-shape',
        node,
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
  const mends =
    output.type === 'dense'
      ? [setParams(`Set units to ${data.classes}`, { units: data.classes })]
      : []
  return [
    problem(
      fewer ? 'error' : 'warning',
      'class-count',
      node,
      `${output.name} has ${units} units, ${kind} has ${data.classes} classes; ${rest}.`,
      { about: 'data', mends },
    ),
  ]
}

const inputShape: Rule = context => {
  const data = context.training && dataOf(context.training.dataset.kind)
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

export const endRules: readonly Rule[] = [
  missingEnd,
  wrongEnd,
  clippedLogits,
  softmaxOfOne,
  deadBranch,
  classCount,
  inputShape,
]
