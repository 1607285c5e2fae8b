import { dirname, join } from 'node:path'
import { RpcError } from '../../shared/rpc/rpc-error.ts'

/** Where relative data paths of a document resolve: its own folder, or the workspace. */
export function baseFolderOf(workspace: string, documentPath: string | undefined): string {
  if (documentPath === undefined) return workspace
  const parts = documentPath.split('/')
  if (parts.some(part => part === '' || part.startsWith('.') || /[\\:\0]/.test(part))) {
    throw new RpcError('bad-request', 'documentPath is not a path in the workspace.')
  }
  return dirname(join(workspace, ...parts))
}
