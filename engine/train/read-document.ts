// A network file from disk. Its size is checked before it is read.
import { stat } from 'node:fs/promises'
import { type ParsedDocument, parseDocument } from '../../shared/document/parse.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { readDataFile } from '../data/read-file.ts'
import { RunError } from './run-error.ts'

const largest = 64 << 20

/** Rejects with a sentence that begins with the path. */
export async function parseDocumentFile(path: string): Promise<ParsedDocument> {
  const found = await stat(path).catch(() => null)
  if (found && found.size > largest) {
    throw unreadable(
      path,
      'too-large',
      `is ${found.size.toLocaleString('en-US')} bytes; at most 64 MiB are read.`,
    )
  }
  const bytes = await readDataFile(path)
  try {
    return parseDocument(decodeText(bytes))
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown
    const code = 'code' in thrown ? String(thrown.code) : 'not-json'
    throw unreadable(path, code, thrown.message)
  }
}

export async function readDocument(path: string): Promise<NetworkDocument> {
  return (await parseDocumentFile(path)).document
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error('It holds bytes that are no UTF-8 text. Save it as UTF-8.')
  }
}

function unreadable(path: string, code: string, sentence: string): RunError {
  return new RunError('input', code, `${path}: ${sentence}`)
}
