import { RpcError } from '../../shared/rpc/rpc-error.ts'

/** The name asked for, or one made of the document's with the next free number. */
export function chooseRunId(
  asked: string | undefined,
  documentName: string,
  taken: readonly string[],
): string {
  // Two names that differ in case only are one folder on some disks.
  const used = new Set(taken.map(name => name.toLowerCase()))
  if (asked !== undefined) {
    if (!used.has(asked.toLowerCase())) return asked
    const sentence = `There is a run named ${asked} already. Choose another name.`
    throw new RpcError('already-exists', sentence, { runId: asked })
  }
  const stem = stemOf(documentName)
  let number = 1
  while (used.has(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}

function stemOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 60).replace(/-+$/, '') || 'run'
}
