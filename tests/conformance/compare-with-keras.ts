// Hands compiled layers to one Python process that holds both TensorFlow's session and Keras.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject, NetworkDocument } from '../../shared/document/types.ts'
import type { Shape } from '../../shared/layers/define.ts'
import type { LayerCase } from '../fixtures/layers/load.ts'
import { runPythonJson } from '../python.ts'
import { compileCases, drawCase } from './compile-cases.ts'

export interface ConformanceCase extends LayerCase {
  /** What Keras is told instead of `params`: for the test that a difference is seen. */
  readonly keras?: JsonObject
}

/** A whole network beside the Keras code that was printed for it. */
export interface NetworkCase {
  readonly type: 'network'
  readonly params: JsonObject
  readonly inputs: readonly Shape[]
  readonly draw: (id: string) => NetworkDocument
  readonly code: (document: NetworkDocument) => string
}

export interface Verdict {
  /** Which tensors were compared. */
  readonly compared: readonly string[]
  /** In words: which tensor, by how much. */
  readonly failures: readonly string[]
}

const folder = fileURLToPath(new URL('.', import.meta.url))

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
  return { ...one, id, draw: () => document, code: one.code(document) }
}

/** One verdict per case, in their order. */
export async function compareWithKeras(
  cases: readonly (ConformanceCase | NetworkCase)[],
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
    return (await runPythonJson(program, { input, timeoutSeconds: 280 })) as readonly Verdict[]
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
