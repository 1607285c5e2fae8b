// TensorFlow operations of our own (engine/native), which the set-up compiles where it can: on Linux. Without them
// everything works; networks with batch normalization train slower.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Beside the binding, whose library it shares. */
export function ownOperationsFile(): string {
  const binding = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))
  return join(binding, 'lib', 'napi-v8', 'layerloom_ops.node')
}

export function hasOwnOperations(): boolean {
  return existsSync(ownOperationsFile())
}

/** Makes TensorFlow, which is loaded already, know them. */
export function loadOwnOperations(): void {
  if (hasOwnOperations()) require(ownOperationsFile())
}
