// What one layer alone makes of given numbers, by the session that predicts.
import { compileNetwork } from '../../engine/compile/compile-network.ts'
import { openSession } from '../../engine/compile/session.ts'
import type { Prediction } from '../../engine/compile/session-types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { LayerCase } from '../fixtures/layers/load.ts'
import { drawCase } from './compile-cases.ts'

/** One example through a layer with one input and one output. */
export async function predictLayer(one: LayerCase, values: Float32Array): Promise<Prediction> {
  const compilation = compileNetwork(analyse(drawCase(one, 'layer')), {
    loss: 'meanSquaredError',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    seed: 1,
  })
  const session = await openSession(compilation)
  try {
    session.init()
    const { layer } = session.predict({ 'layer-in0': values }, 1)
    if (!layer) throw new Error(`${one.type} has no output`)
    return layer
  } finally {
    session.close()
  }
}
