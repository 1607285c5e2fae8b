import type { NetworkDocument } from '../../shared/document/types.ts'

/** The page's document is as foreign as one from a file. */
export async function checkDocument(document: unknown): Promise<NetworkDocument> {
  const { parseDocumentValue } = await import('../../shared/document/parse.ts')
  return parseDocumentValue(document).document
}
