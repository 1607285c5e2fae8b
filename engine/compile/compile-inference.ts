// A network for other programs: what TensorFlow's Python, Serving and tfjs-node load.
import type { Network } from '../../shared/graph/network.ts'
import type { InferenceCompilation, InferenceSettings } from './compilation.ts'
import { described } from './compile-network.ts'
import { oneLane } from './lanes.ts'
import * as parts from './network-graph.ts'
import { createRecorder } from './recorder.ts'
import { savedModel } from './saved-model.ts'
import * as stored from './variables.ts'

/**
 * Inference nodes only, any batch size, signature `serving_default` with inputs and outputs under
 * their ids. `variables/variables.*` must be written beside it, or loaders refuse the folder.
 */
export function compileInference(
  network: Network,
  settings: InferenceSettings = {},
): InferenceCompilation {
  parts.refuseMistakes(network)
  const g = createRecorder()
  const variables = stored.createVariables(g, 0)
  parts.addWeights(network, variables)
  const ports = parts.inputPorts(network)
  const inputs = parts.inputPlaceholders(g, ports)
  const lowered = parts.lowerInference(g, network, variables, [inputs], settings)
  const outputs = g.within('outputs', () => parts.predictions(g, oneLane, lowered))
  const saver = variables.all.length === 0 ? undefined : makeSaver(variables.all)
  return {
    savedModel: savedModel(
      g.nodes,
      { serving_default: { inputs: Object.fromEntries(inputs), outputs } },
      saver,
    ),
    inputs: ports,
    outputs: parts.outputPorts(network),
    variables: variables.all.map(described),
  }

  function makeSaver(all: readonly stored.StoredVariable[]) {
    const filename = parts.placeholder(g, 'ckpt', 'string', [])
    const written = g.within('save', () => stored.save(g, all, filename))
    const restored = g.within('restore', () => stored.restore(g, all, filename))
    return {
      filename,
      save: parts.after(g, [written], filename, 'save/done'),
      restore: g.record('NoOp', [], {}, { name: 'restore/done', control: restored }),
    }
  }
}
