import { join } from 'node:path'
import { answeringDocument } from '../../shared/emit/answering.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { writeFile } from '../files/write-file.ts'
import type { NetworkSession } from '../train/run-types.ts'
import { kerasFiles } from './keras-files.ts'
import { writeWeightsNpz } from './npz-file.ts'
import { type ExportOptions, publishExport } from './publish.ts'
import { scalingOf } from './scaling-of.ts'

/** Writes the network with its weights as a Keras 3 project into `folder`, whole or not at all. */
export function exportKeras(
  session: NetworkSession,
  folder: string,
  options: ExportOptions = {},
): Promise<void> {
  return publishExport(folder, options, async temporary => {
    const { files, names } = await kerasFiles(session.document, scalingOf(session))
    for (const [path, text] of files) await writeFile(join(temporary, path), text)
    const network = analyse(answeringDocument(session.document))
    await writeWeightsNpz(session, network, temporary, layer => names.get(layer) ?? layer)
  })
}
