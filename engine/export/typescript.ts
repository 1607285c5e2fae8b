import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { answeringDocument } from '../../shared/emit/answering.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { writeFile } from '../files/write-file.ts'
import type { NetworkSession } from '../train/run-types.ts'
import { weightOrder } from './manifest.ts'
import { projectFiles } from './project-files.ts'
import { type ExportOptions, publishExport } from './publish.ts'
import { scalingOf } from './scaling-of.ts'

/** Writes the network with its weights as a TypeScript project into `folder`, whole or not at all. */
export function exportTypescript(
  session: NetworkSession,
  folder: string,
  options: ExportOptions = {},
): Promise<void> {
  return publishExport(folder, options, async temporary => {
    const files = await projectFiles(session.document, scalingOf(session))
    for (const [path, text] of files) {
      await mkdir(dirname(join(temporary, path)), { recursive: true })
      await writeFile(join(temporary, path), text)
    }
    const { names } = weightOrder(analyse(answeringDocument(session.document)))
    await session.writeWeights(join(temporary, 'weights/weights.bin'), names)
  })
}
