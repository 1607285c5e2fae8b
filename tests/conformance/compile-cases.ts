// Layers drawn alone, compiled side by side into one SavedModel with everything that a comparison asks for.

import { differentiate } from '../../engine/compile/differentiate.ts'
import { lowerNetwork } from '../../engine/compile/lower-network.ts'
import * as parts from '../../engine/compile/network-graph.ts'
import { createRecorder, type Recorder } from '../../engine/compile/recorder.ts'
import type { Signature } from '../../engine/compile/saved-model.ts'
import { savedModel } from '../../engine/compile/saved-model.ts'
import { storageSignatures } from '../../engine/compile/storage-signatures.ts'
import type { Tensor } from '../../engine/compile/tensor.ts'
import { createVariables, type VariableStore } from '../../engine/compile/variables.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Network } from '../../shared/graph/network.ts'
import type { ValueType } from '../../shared/layers/graph.ts'
import { findLayer } from '../../shared/layers/index.ts'
import type { LayerCase } from '../fixtures/layers/load.ts'

/** What Python must know to feed one case, whose signatures begin with `id/`. */
export interface CompiledCase {
  readonly id: string
  /** True where the gradients are those of training, false where they are those of inference. */
  readonly training: boolean
  readonly trainable: readonly string[]
  /** Why it could not be compiled. */
  readonly error?: string
}

export interface CompiledCases {
  readonly savedModel: Uint8Array
  readonly cases: readonly CompiledCase[]
}

/** What the cases of one SavedModel share. */
interface Bench {
  readonly g: Recorder
  readonly variables: VariableStore
  readonly step: Tensor
}

/** One layer as a document of its own, with an activation that does nothing behind each of several outputs. */
export function drawCase({ type, params, inputs }: LayerCase, id: string): NetworkDocument {
  const ports = findLayer(type)?.inputs ?? 'many'
  const sources = inputs.map((shape, index) => ({
    id: `${id}-in${index}`,
    type: 'input',
    params: { shape: [...shape] },
  }))
  const edges = sources.map((source, index) => ({
    source: source.id,
    target: id,
    ...(Array.isArray(ports) && { targetHandle: String(ports[index]) }),
  }))
  const layer = { id, type, params }
  const document: NetworkDocument = {
    format: 'layerloom',
    version: 1,
    name: id,
    nodes: [...sources, layer],
    edges,
  }
  const count = analyse(document).byId.get(id)?.outputShapes?.length ?? 1
  if (count === 1) return document
  const ends = Array.from({ length: count }, (_, index) => ({
    node: { id: `${id}-out${index}`, type: 'activation', params: { activation: 'linear' } },
    edge: { source: id, sourceHandle: String(index), target: `${id}-out${index}` },
  }))
  return {
    ...document,
    nodes: [...document.nodes, ...ends.map(end => end.node)],
    edges: [...edges, ...ends.map(end => end.edge)],
  }
}

/** What is compiled; all ids of its nodes begin with its own. */
export interface Drawn {
  readonly id: string
  readonly draw: () => NetworkDocument
  readonly training?: boolean
}

/** A case that cannot be compiled is reported and keeps nobody else from it. */
export function compileCases(cases: readonly Drawn[]): CompiledCases {
  const g = createRecorder()
  const bench: Bench = {
    g,
    variables: createVariables(g, 1),
    step: parts.placeholder(g, 'step', 'int32', []),
  }
  const signatures: Record<string, Signature> = {}
  const compiled = cases.map((one): CompiledCase => {
    try {
      const { made, ...rest } = compileCase(bench, one)
      for (const [name, signature] of Object.entries(made))
        signatures[`${one.id}/${name}`] = signature
      return { id: one.id, ...rest }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { id: one.id, training: false, trainable: [], error: reason }
    }
  })
  const storage = storageSignatures(g, bench.variables)
  return { savedModel: savedModel(g.nodes, { ...signatures, ...storage }), cases: compiled }
}

function compileCase(bench: Bench, one: Drawn) {
  const { g, variables } = bench
  const network = analyse(one.draw())
  parts.refuseMistakes(network)
  parts.addWeights(network, variables)
  const inputs = parts.inputPlaceholders(g, parts.inputPorts(network))
  const predict = (computeType: ValueType): Signature => ({
    inputs: named('input', [...inputs.values()]),
    outputs: named('output', predicted(bench, network, inputs, computeType)),
  })
  const float32 = predict('float32')
  const bfloat16 = predict('bfloat16')
  const wished = one.training !== false
  const trained = differentiated(bench, network, inputs, wished)
  // Where random numbers are drawn in training, nobody can be compared with: inference is differentiated.
  const training = wished && !trained.random
  const gradients = training ? trained : differentiated(bench, network, inputs, false)
  return {
    made: { float32, bfloat16, gradients: gradients.signature },
    training,
    trainable: gradients.trainable,
  }
}

function predicted(
  { g, variables }: Bench,
  network: Network,
  inputs: ReadonlyMap<string, Tensor>,
  computeType: ValueType,
): readonly Tensor[] {
  const lowered = g.within(computeType, () =>
    lowerNetwork(g, network, variables, {
      inputs: [inputs],
      scaling: {},
      computeType,
      training: null,
    }),
  )
  return fetched(g, computeType, [...lowered.outputs.values()].flat())
}

/** Outputs of nodes of their own: an output may be what was fed, which TensorFlow does not fetch. */
function fetched(g: Recorder, scope: string, tensors: readonly Tensor[]): readonly Tensor[] {
  return g.within(`${scope}/outputs`, () =>
    tensors.map(tensor => parts.after(g, [], g.cast(tensor, 'float32'), 'output')),
  )
}

/** Outputs and the gradients of Σ output · cotangent, for any cotangents that are fed. */
function differentiated(
  { g, variables, step }: Bench,
  network: Network,
  inputs: ReadonlyMap<string, Tensor>,
  training: boolean,
) {
  const scope = training ? 'training' : 'inference'
  const before = g.nodes.length
  const lowered = g.within(scope, () =>
    lowerNetwork(g, network, variables, {
      inputs: [inputs],
      scaling: {},
      computeType: 'float32',
      training: training ? { seed: 1, step } : null,
    }),
  )
  const random = g.nodes.slice(before).some(node => node.operation.type.startsWith('Stateless'))
  const outputs = [...lowered.outputs.values()].flat()
  const cotangents = outputs.map(({ shape }, index) =>
    parts.placeholder(g, `${scope}/cotangent${index}/${network.name}`, 'float32', shape),
  )
  const reads = [...lowered.reads].filter(([variable]) => variable.trainable)
  const targets = [...inputs.values(), ...reads.map(([, value]) => value)]
  const gradients = g.within(`${scope}/gradient`, () =>
    differentiate(g, weighedSum(g, outputs, cotangents), targets),
  )
  const names = [
    ...[...inputs.keys()].map((_, index) => `input${index}`),
    ...reads.map(([{ name }]) => name),
  ]
  const results = outputs.map(output =>
    parts.after(g, lowered.updates, output, `${scope}/result/${network.name}`),
  )
  const found = names.flatMap((name, index) => {
    const gradient = gradients[index]
    // By a node of its own as well: the gradient of a sum is the cotangent itself.
    return gradient ? [[`gradient:${name}`, parts.after(g, [], gradient, 'gradient')] as const] : []
  })
  const signature: Signature = {
    inputs: { ...named('input', [...inputs.values()]), ...named('cotangent', cotangents), step },
    outputs: { ...named('output', results), ...Object.fromEntries(found) },
  }
  return { signature, random, trainable: names.slice(inputs.size) }
}

function weighedSum(g: Recorder, outputs: readonly Tensor[], factors: readonly Tensor[]): Tensor {
  const sums = outputs.map((output, index) => {
    const product = g.op('Mul', [output, factors[index] as Tensor])
    const axes = product.shape.map((_, axis) => axis)
    return g.op('Sum', [product, g.constant(axes, { type: 'int32' })])
  })
  const [only] = sums
  return sums.length === 1 && only ? only : g.op('AddN', sums)
}

function named(name: string, tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(tensors.map((tensor, index) => [`${name}${index}`, tensor]))
}
