// Where tests find the Python that holds PyTorch, which the set-up of the tests makes beside that of TensorFlow.
import { existsSync, readFileSync } from 'node:fs'
import { describe } from 'vitest'

/** The interpreter, or undefined where none was set up (`npm test` sets one up). */
export const torchPython: string | undefined = findPython()

/** `describe` where PyTorch is there. Elsewhere the tests are skipped, loudly; in CI they fail. */
export const describeWithTorch: typeof describe.skip = torchPython ? describe : describeWithout()

function findPython(): string | undefined {
  const chosen = process.env.LAYERLOOM_TORCH_PYTHON
  if (chosen) return chosen
  // Written by build/setup/steps/test-torch.mjs.
  const stamp = new URL('../node_modules/.layerloom/test-torch.json', import.meta.url)
  if (!existsSync(stamp)) return undefined
  const { python: path }: { python: string } = JSON.parse(readFileSync(stamp, 'utf8'))
  return existsSync(path) ? path : undefined
}

function describeWithout(): typeof describe.skip {
  const reason = 'No Python with PyTorch was found: run npm test once.'
  if (process.env.CI) throw new Error(reason)
  console.warn(`SKIPPED: ${reason}`)
  return describe.skip
}
