// The one way in which a call fails, whatever wire it went over.

/** What can go wrong, as a stable word. `detail` holds what the comment says. */
export const rpcErrorCodes = [
  /** The arguments do not fit the contract: `{ issues: string[] }`. */
  'bad-request',
  /** There is no such file, draft or run. */
  'not-found',
  /** Something has that name already. */
  'already-exists',
  /** The file changed since it was read: `{ path, hash: string | null }`, null where it is gone. */
  'conflict',
  /** The path leaves the workspace folder, or goes through a link. */
  'outside-workspace',
  /** More bytes than are read or kept: `{ bytes, limit }`. */
  'too-large',
  /** The disk refused: `{ code, path }` of FileError. */
  'file',
  /** The document cannot be read or trained: `{ problems: Problem[] }` where there are any. */
  'document',
  /** The data cannot be read: `{ file, offset }` where known. */
  'data',
  /** The run is not in a state that allows this: `{ state }`. */
  'run-state',
  /** TensorFlow or its binding is missing or cannot be loaded. */
  'tensorflow',
  /** This part of the program is not there yet. */
  'unsupported',
  /** The wire broke while the call was under way; it may have taken effect. */
  'disconnected',
  /** No connection came about within the time that the call may wait. */
  'unreachable',
  /** The caller gave up. */
  'cancelled',
  /** A mistake in the program. The message is for its log. */
  'internal',
] as const
export type RpcErrorCode = (typeof rpcErrorCodes)[number]

/** Every failed call rejects with this; `message` is a sentence for the person. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: RpcErrorCode
  readonly detail: unknown

  constructor(code: RpcErrorCode, message: string, detail?: unknown, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.detail = detail
  }
}

/** True for an RpcError, of one code where it is given. */
export function isRpcError(thrown: unknown, code?: RpcErrorCode): thrown is RpcError {
  return thrown instanceof RpcError && (code === undefined || thrown.code === code)
}

export function isRpcErrorCode(code: string): code is RpcErrorCode {
  return (rpcErrorCodes as readonly string[]).includes(code)
}
