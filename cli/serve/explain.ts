import { FileError } from '../../engine/files/file-error.ts'
import { RpcError } from '../../shared/rpc/rpc-error.ts'

/** The program's own errors in the form in which they reach a page. */
export function explainFailure(thrown: unknown): RpcError | undefined {
  if (!(thrown instanceof FileError)) return undefined
  const detail = { code: thrown.code, path: thrown.path }
  if (thrown.code === 'missing') return new RpcError('not-found', thrown.message, detail, thrown)
  return new RpcError('file', thrown.message, detail, thrown)
}
