import { createHash, type Hash } from 'node:crypto'
import type { Examples, LoadedExamples } from './dataset.ts'

/** Tells whether the data is what a run was started on. Order, shapes and types count too. */
export function fingerprintOf(loaded: Omit<LoadedExamples, 'name'>): string {
  const hash = createHash('sha256')
  hash.update(`${JSON.stringify(loaded.classNames)}\n`)
  addExamples(hash, loaded.training)
  if (loaded.test) addExamples(hash, loaded.test)
  return hash.digest('hex')
}

function addExamples(hash: Hash, examples: Examples): void {
  const { inputs, targets, shape, scale, count } = examples
  const targetShape = targets.kind === 'values' ? targets.shape : null
  const type = inputs instanceof Uint8Array ? 'uint8' : 'float32'
  hash.update(`${JSON.stringify({ count, shape, scale, type, targetShape })}\n`)
  hash.update(inputs)
  hash.update(targets.values)
  for (const [id, array] of Object.entries(examples.named?.inputs ?? {})) {
    const { inputs: values, ...rest } = array
    hash.update(`${JSON.stringify({ id, ...rest })}\n`)
    hash.update(values)
  }
  for (const [id, { values, ...rest }] of Object.entries(examples.named?.answers ?? {})) {
    hash.update(`${JSON.stringify({ id, ...rest })}\n`)
    hash.update(values)
  }
}
