// Hands compiled layers to one Python process that holds both TensorFlow's session and Keras.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expand } from '../../shared/document/expand.ts'
import type { JsonObject, NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import type { LayerCase } from '../fixtures/layers/load.ts'
import { runPythonJson } from '../python.ts'
import { compileCases, drawCase } from './compile-cases.ts'

export interface ConformanceCase extends LayerCase {
  /** What Keras is told instead of `params`: for the test that a difference is seen. */
  readonly keras?: JsonObject
}

/** A whole network; its peer is made of the peers of its layers. */
export interface NetworkCase {
  readonly type: 'network'
  readonly params: JsonObject
  readonly batches: readonly number[]
  /** The same network under ids that begin with this one. */
  readonly draw: (id: string) => NetworkDocument
}

export interface Verdict {
  /** Which tensors were compared. */
  readonly compared: readonly string[]
  /** In words: which tensor, by how much. */
  readonly failures: readonly string[]
  /** Which tensors were further apart than 1e-5 of their largest number, and why that may be. */
  readonly beyond: readonly string[]
  /** The largest difference of the others, as a share of the largest number. */
  readonly largest: { readonly outputs: number; readonly gradients: number }
}

export const folder = fileURLToPath(new URL('.', import.meta.url))

const program = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import conformance
conformance.main()
`

/** Cases per SavedModel: loading one costs more than a layer, and TensorFlow walks all of it for each call. */
const together = 20

function drawn(one: ConformanceCase | NetworkCase, id: string) {
  if (!('draw' in one)) return { ...one, id, draw: () => drawCase(one, id) }
  const document = one.draw(id)
  return { ...one, ...describeNetwork(document), id, draw: () => document }
}

/** What the peer of a whole network is built from. */
export function describeNetwork(document: NetworkDocument) {
  const { layers, inputs, outputs, byId, totals } = analyse(document)
  const written = new Map(expand(document).nodes.map(({ id, params }) => [id, params]))
  return {
    inputIds: inputs,
    inputs: inputs.map(id => byId.get(id)?.outputShapes?.[0] ?? []),
    outputs,
    parameters: totals.parameters,
    nodes: layers.map(layer => ({
      id: layer.id,
      type: layer.type,
      params: written.get(layer.id) ?? {},
      inputs: layer.inputShapes,
      sources: layer.inputs.map(source => [source.layer, source.output]),
      weightsOf: layer.weightsOf,
    })),
  }
}

/** One verdict per case, in their order. */
export async function compareWithKeras(
  cases: readonly (ConformanceCase | NetworkCase)[],
  timeoutSeconds = 280,
): Promise<readonly Verdict[]> {
  const root = mkdtempSync(join(tmpdir(), 'layerloom-conformance-'))
  try {
    const named = cases.map((one, index) => drawn(one, `case${index}`))
    const models = Array.from({ length: Math.ceil(cases.length / together) }, (_, part) => {
      const mine = named.slice(part * together, (part + 1) * together)
      const { savedModel, cases: compiled } = compileCases(mine)
      const model = mkdtempSync(join(root, 'model-'))
      writeFileSync(join(model, 'saved_model.pb'), savedModel)
      return { folder: model, cases: compiled.map((one, index) => ({ ...mine[index], ...one })) }
    })
    const input = { models }
    return (await runPythonJson(program, { input, timeoutSeconds })) as readonly Verdict[]
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
