import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EngineStatus } from '../../shared/rpc/engine-contract.ts'
import { readNativeStamp } from '../train/native-stamp.ts'

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const binding = join(modules, '@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node')

/** What the set-up left; the library itself is loaded by trainers only. */
export function tensorflowStatus(): EngineStatus['tensorflow'] {
  const { tensorflow, kind } = readNativeStamp()
  const problem = existsSync(binding)
    ? null
    : 'TensorFlow’s binding is not built. Run npm start in the program’s folder: it builds it.'
  return {
    version: typeof tensorflow === 'string' ? tensorflow : null,
    device: kind === 'cpu' || kind === 'gpu' ? kind : null,
    problem,
  }
}
