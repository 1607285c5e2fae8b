// A drawn network becomes one TensorFlow graph in which a training step is a single call.
import type { Network } from '../../shared/graph/network.ts'
import { outputPorts } from '../../shared/graph/outputs.ts'
import { lossFor } from '../../shared/graph/training-only.ts'
import { adaptingLayers, adaptSignatures } from './adapt.ts'
import {
  type Compilation,
  CompileError,
  type CompileSettings,
  type Target,
  type Variable,
} from './compilation.ts'
import { differentiate } from './differentiate.ts'
import { keepApart } from './keep-apart.ts'
import { createLanes, type Lanes, oneLane } from './lanes.ts'
import { judge, takesClasses, totalLoss } from './losses.ts'
import { type Lowered, lowerNetwork } from './lower-network.ts'
import { mixedLabels } from './mix-labels.ts'
import * as parts from './network-graph.ts'
import { applyOptimizer, type StepInputs, type Trained } from './optimizers.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { classesOf, resultsOf } from './results.ts'
import { type Signature, savedModel } from './saved-model.ts'
import { storageSignatures } from './storage-signatures.ts'
import type { Tensor } from './tensor.ts'
import * as stored from './variables.ts'
import { penalties } from './weight-rules.ts'

/** What the recordings of one network share. */
interface Plan {
  readonly g: Recorder
  readonly network: Network
  readonly settings: CompileSettings
  readonly variables: stored.VariableStore
  readonly targets: readonly Target[]
  readonly inputs: ReadonlyMap<string, Tensor>
  readonly lanes: Lanes
  /** The inputs cut, a map per lane. */
  readonly batches: readonly ReadonlyMap<string, Tensor>[]
  readonly labels: ReadonlyMap<string, Tensor>
  readonly step: StepInputs
}

type Signatures = Readonly<Record<string, Signature>>

export function compileNetwork(network: Network, settings: CompileSettings): Compilation {
  parts.refuseMistakes(network)
  const g = createRecorder()
  const plan = makePlan(g, network, settings)
  parts.addWeights(network, plan.variables)
  const signatures = {
    ...trainingSignatures(plan),
    ...inferenceSignatures(plan),
    ...adaptSignatures(g, network, plan.variables, plan.inputs, settings),
    ...storageSignatures(g, plan.variables),
  }
  return {
    savedModel: savedModel(g.nodes, signatures),
    inputs: parts.inputPorts(network),
    outputs: parts.outputPorts(network),
    targets: plan.targets,
    variables: plan.variables.all.map(described),
    layers: network.layers.map(layer => layer.id),
    adapted: adaptingLayers(network),
    nodeCount: g.nodes.length,
  }
}

export function described({ name, shape, kind, trainable }: Variable): Variable {
  return { name, shape, kind, trainable }
}

function makePlan(g: Recorder, network: Network, settings: CompileSettings): Plan {
  const targets = targetsOf(network, settings)
  const inputs = parts.inputPlaceholders(g, parts.inputPorts(network))
  const lanes = lanesOf(g, inputs, settings)
  return {
    g,
    network,
    settings,
    targets,
    variables: stored.createVariables(g, settings.seed),
    inputs,
    lanes,
    batches: parts.inputsByLane(g, lanes, inputs),
    labels: new Map(targets.map(target => [target.id, labelPlaceholder(g, target)])),
    step: {
      step: parts.placeholder(g, 'step', 'int32', []),
      learningRate: parts.placeholder(g, 'learningRate', 'float32', []),
    },
  }
}

function lanesOf(
  g: Recorder,
  inputs: ReadonlyMap<string, Tensor>,
  { lanes = 1 }: CompileSettings,
): Lanes {
  const [first] = inputs.values()
  return first ? g.within('lanes', () => createLanes(g, first, lanes)) : oneLane
}

function targetsOf(network: Network, settings: CompileSettings): readonly Target[] {
  return outputPorts(network).map(({ id, layer, shape, trainingOnly }) => {
    const own = lossFor(settings.losses, { id, layer })
    const loss = own?.loss ?? settings.loss
    const hasClasses = takesClasses(loss)
    if (hasClasses && (shape.length === 0 || shape.at(-1) === 1))
      throw new CompileError(
        `${id} has one output value, and ${loss} chooses between classes. Use binaryCrossentropy, or one unit per class.`,
        id,
      )
    return {
      id,
      shape,
      loss,
      type: hasClasses ? 'int32' : 'float32',
      weight: own?.weight ?? 1,
      trainingOnly,
      answersOf: own?.answersOf ?? null,
      smoothing: settings.labelSmoothing ?? 0,
      counted: hasClasses || loss === 'binaryCrossentropy',
    }
  })
}

function labelPlaceholder(g: Recorder, { id, type, shape }: Target): Tensor {
  const sizes = type === 'int32' ? shape.slice(0, -1) : shape
  return parts.placeholder(g, `labels/${parts.nodeName(id)}`, type, [-1, ...sizes])
}

function trainingSignatures(plan: Plan): Signatures {
  const { g, network, settings, variables, batches, step } = plan
  return g.within('train', () => {
    const lowered = lowerNetwork(g, network, variables, {
      inputs: batches,
      examples: plan.lanes.examples,
      scaling: settings.scaling ?? {},
      computeType: parts.typeOfPrecision(settings.precision),
      training: { seed: settings.seed, step: step.step },
    })
    const judged = judgeAll(plan, lowered, 'loss')
    const trained = g.within('gradient', () => gradientsOf(g, lowered, judged.loss))
    const updates = g.within('update', () =>
      applyOptimizer(g, settings.optimizer, trained, step, variables),
    )
    const result = { ...judged.results, loss: judged.loss }
    const written = [...updates, ...lowered.updates]
    const read = Object.values(result).map(({ node }) => node)
    const control = [...written, ...keepApart(g, [...written, ...read])]
    const outputs = Object.fromEntries(
      Object.entries(result).map(([name, value]) => [
        name,
        parts.after(g, control, value, `result/${name.replaceAll(':', '/')}`),
      ]),
    )
    const train = { inputs: { ...labelled(plan), ...step }, outputs }
    return settings.gradients
      ? { train, gradients: debugSignature(plan, judged.loss, trained) }
      : { train }
  })
}

function gradientsOf(g: Recorder, lowered: Lowered, loss: Tensor): readonly Trained[] {
  const reads = [...lowered.reads].filter(([variable]) => variable.trainable)
  const gradients = differentiate(
    g,
    loss,
    reads.map(([, value]) => value),
  )
  return reads.flatMap(([variable, value], index) => {
    const gradient = gradients[index]
    // A weight that no loss depends on stays as it is.
    return gradient ? [{ variable, value, gradient }] : []
  })
}

/** For tests: the loss and every gradient, without a step; `value:` names what was differentiated. */
function debugSignature(plan: Plan, loss: Tensor, trained: readonly Trained[]): Signature {
  return {
    inputs: { ...labelled(plan), step: plan.step.step },
    outputs: {
      loss,
      ...Object.fromEntries(
        trained.flatMap(({ variable, value, gradient }) => [
          [`gradient:${variable.name}`, gradient],
          [`value:${variable.name}`, value],
        ]),
      ),
    },
  }
}

/** Inputs and labels under names that cannot meet: an output may be called like an input. */
function labelled({ inputs, labels }: Plan): Signature['inputs'] {
  return { ...prefixed('input:', inputs), ...prefixed('label:', labels) }
}

function prefixed(prefix: string, tensors: ReadonlyMap<string, Tensor>): Signature['inputs'] {
  return Object.fromEntries([...tensors].map(([id, tensor]) => [`${prefix}${id}`, tensor]))
}

interface Judged {
  readonly loss: Tensor
  readonly results: Readonly<Record<string, Tensor>>
  readonly predicted: Readonly<Record<string, Tensor>>
}

/** The losses of all outputs together and of each, and how many answers are right. */
function judgeAll(plan: Plan, lowered: Lowered, scope: string): Judged {
  const { g, lanes, targets, labels } = plan
  return g.within(scope, () => {
    const judgements = targets.map(target => {
      const output = lowered.outputs.get(target.id)
      const label = labels.get(target.id)
      if (!output || !label) throw new CompileError(`${target.id} has no output.`, target.id)
      const judged = () =>
        judge(g, lanes, output, target, mixedLabels(g, target, label, lowered.mixings))
      return { target, ...g.within(parts.nodeName(target.id), judged) }
    })
    const loss = totalLoss(g, [
      ...judgements.map(({ target, loss }) => ({ loss, weight: target.weight })),
      ...penalties(g, lowered.reads).map(loss => ({ loss, weight: 1 })),
    ])
    return { loss, results: resultsOf(judgements), predicted: classesOf(judgements) }
  })
}

function inferenceSignatures(plan: Plan): Signatures {
  const { g, network, settings, variables, inputs, lanes, batches } = plan
  const lowered = parts.lowerInference(g, network, variables, batches, settings)
  const judged = g.within('infer', () => judgeAll(plan, lowered, 'loss'))
  return {
    evaluate: {
      inputs: labelled(plan),
      outputs: { loss: judged.loss, ...judged.results, ...judged.predicted },
    },
    predict: {
      inputs: prefixed('input:', parts.askedInputs(network, inputs)),
      outputs: g.within('infer', () =>
        g.within('result', () => parts.predictions(g, lanes, parts.answersOf(network, lowered))),
      ),
    },
  }
}
