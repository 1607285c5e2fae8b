// FILE on the command line: a network file, or the name of a template where no such file exists.
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseDocumentFile } from '../engine/train/read-document.ts'
import type { NetworkDocument } from '../shared/document/types.ts'
import type { Problem } from '../shared/graph/network.ts'
import { instantiate } from '../templates/instantiate.ts'
import { callerFolder, callerPath } from './caller-folder.ts'
import { inputError } from './output/failure.ts'

export interface NetworkFile {
  readonly document: NetworkDocument
  /** Relative data paths in the document resolve against it. */
  readonly folder: string
  /** Unknown keys and the like. */
  readonly warnings: readonly Problem[]
}

export async function readNetwork(file: string): Promise<NetworkFile> {
  const path = callerPath(file)
  if (existsSync(path)) {
    const { document, problems } = await parseDocumentFile(path)
    return { document, folder: dirname(path), warnings: problems }
  }
  if (/[/\\.]/.test(file)) {
    throw inputError(`${file} does not exist. Check the path, or name a template.`)
  }
  return { document: instantiate(file), folder: callerFolder(), warnings: [] }
}
