// Loads TensorFlow's binding: late, because some of its settings are read from the environment then.
import { createRequire } from 'node:module'
import { loadOwnOperations } from './own-operations.ts'

export type TensorFlow = typeof import('@tensorflow/tfjs-node-gpu')

let loaded: TensorFlow | undefined

export function loadTensorFlow(): TensorFlow {
  if (loaded) return loaded
  // 2 leaves errors only; TensorFlow greets with a page of advice otherwise.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const require = createRequire(import.meta.url)
  // tfjs calls it, Node 22 warns of it and Node 23 has dropped it (tfjs#8609).
  Object.assign(require('node:util'), {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  })
  loaded = require('@tensorflow/tfjs-node-gpu') as TensorFlow
  loadOwnOperations()
  return loaded
}
