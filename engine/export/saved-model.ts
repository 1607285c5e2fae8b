import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { answeringDocument } from '../../shared/emit/answering.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { compileInference } from '../compile/compile-inference.ts'
import { writeFile } from '../files/write-file.ts'
import type { NetworkSession } from '../train/run-types.ts'
import { type ExportOptions, publishExport } from './publish.ts'
import { scalingOf } from './scaling-of.ts'

/**
 * Writes the network with its weights as a SavedModel: inference only, `serving_default`, any batch
 * size, inputs and outputs under their ids. Python's TensorFlow and TensorFlow Serving load it.
 */
export function exportSavedModel(
  session: NetworkSession,
  folder: string,
  options: ExportOptions = {},
): Promise<void> {
  return publishExport(folder, options, async temporary => {
    const { document } = session
    const { precision } = document.training ?? {}
    const compiled = compileInference(analyse(answeringDocument(document)), {
      ...(precision !== undefined && { precision }),
      scaling: scalingOf(session),
    })
    await writeFile(join(temporary, 'saved_model.pb'), compiled.savedModel)
    if (compiled.variables.length === 0) return
    await mkdir(join(temporary, 'variables'))
    await session.saveCheckpoint(join(temporary, 'variables/variables'))
  })
}
