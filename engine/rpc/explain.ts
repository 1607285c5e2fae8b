// The engine's own errors in the form in which they reach a page. By shape, so that nothing heavy has
// to be loaded for it.
import { RpcError, type RpcErrorCode } from '../../shared/rpc/rpc-error.ts'

export function explainFailure(thrown: unknown): RpcError | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { code, fault, file, offset, path } = thrown as Error & Readonly<Record<string, unknown>>
  switch (thrown.name) {
    case 'RunError':
      return new RpcError(codeOfRun(String(code), fault), thrown.message, { code }, thrown)
    case 'DataError':
    case 'DatasetSpecError':
      return new RpcError('data', thrown.message, { file, offset }, thrown)
    case 'FileError':
      return new RpcError('file', thrown.message, { code, path }, thrown)
    case 'DocumentError':
    case 'ExpressionError':
    case 'CompileError':
      return new RpcError('document', thrown.message, { code }, thrown)
    default:
      return undefined
  }
}

const runCodes: Readonly<Record<string, RpcErrorCode>> = {
  'no-run': 'not-found',
  'run-in-use': 'run-state',
  'run-not-empty': 'already-exists',
  'run-damaged': 'run-state',
  'run-newer': 'run-state',
  'data-changed': 'data',
  'no-data': 'data',
}

function codeOfRun(code: string, fault: unknown): RpcErrorCode {
  return runCodes[code] ?? (fault === 'input' ? 'document' : 'tensorflow')
}
