// The recorder as one layer sees it while it is lowered: its own weights, scope and randomness.

import type { Layer } from '../../shared/graph/network.ts'
import type { Distribution, Graph, Value } from '../../shared/layers/graph.ts'
import type { Pass } from './lower-network.ts'
import { normalizeLanes } from './normalize-lanes.ts'
import { seedOf } from './seeds.ts'
import { type Tensor, tensorOf } from './tensor.ts'

export function createLayerGraph(pass: Pass, layer: Layer): Graph {
  const { g, computeType } = pass
  const compute = (value: Value) => g.cast(tensorOf(value), computeType)
  const variableName = (name: string) => {
    if (!layer.weights[name]) throw new Error(`it declares no weight ${name}`)
    return `${layer.weightsOf}/${name}`
  }
  let draws = 0
  return {
    training: pass.training !== null,
    input: () => {
      const fed = scaledInput(pass, layer)
      return pass.numbers.has(layer.id) ? fed : compute(fed)
    },
    op: (type, inputs, attributes) => g.op(type, inputs.map(tensorOf), attributes),
    outputs: (type, inputs, attributes) => g.outputs(type, inputs.map(tensorOf), attributes),
    constant: g.constant,
    weight: (name, precision) => {
      const full = variableName(name)
      const value = pass.updated.get(full) ?? pass.readVariable(full)
      return precision === 'full' ? value : compute(value)
    },
    update: (name, value) => {
      pass.updated.set(variableName(name), tensorOf(value))
    },
    normalizeLanes: (lanes, settings) =>
      normalizeLanes(g, lanes.map(tensorOf), pass.examples, settings),
    mixLabels: (order, share) => {
      pass.mixings.push({ order: tensorOf(order), share: tensorOf(share) })
    },
    adapt: (mean, variance) => {
      pass.adaptations.push({
        mean: tensorOf(mean),
        variance: tensorOf(variance),
        layer: layer.weightsOf,
      })
    },
    random: (kind, like) => {
      draws += 1
      const lane = pass.lane === 0 ? '' : `/lane${pass.lane}`
      return random(pass, `${layer.id}/${draws}${lane}`, kind, tensorOf(like))
    },
    full: value => g.cast(tensorOf(value), 'float32'),
    compute,
  }
}

function scaledInput({ g, inputs, scaling }: Pass, { id }: Layer): Tensor {
  const fed = inputs.get(id)
  if (!fed) throw new Error('it is no input of the network')
  const constants = scaling[id]
  if (!constants) return fed
  // A channel that never varies has deviation 0; it is centred only.
  const deviation = constants.deviation.map(value => (value === 0 ? 1 : value))
  const centred = g.op('Sub', [fed, g.constant(constants.mean)])
  return g.op('RealDiv', [centred, g.constant(deviation)])
}

function scalar(g: Pass['g'], value: number): Tensor {
  return g.constant(value, { type: 'int32' })
}

const randomOperations = { uniform: 'StatelessRandomUniform', normal: 'StatelessRandomNormal' }

/** A function of (run seed, path id, step) alone, so that a run can stop and go on bit for bit. */
function random({ g, training }: Pass, name: string, kind: Distribution, like: Tensor): Tensor {
  if (!training) throw new Error('random numbers belong to training')
  const [own] = seedOf(training.seed, name)
  const seed = g.op('Pack', [scalar(g, own), training.step])
  if (typeof kind === 'string') return g.op(randomOperations[kind], [g.sizes(like), seed])
  return g.op('StatelessRandomGammaV2', [g.sizes(like), seed, g.constant(kind.gamma)])
}
