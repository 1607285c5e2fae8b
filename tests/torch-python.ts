// Where tests find the Python that holds PyTorch, which the set-up of the tests makes beside that of TensorFlow.
import type { describe } from 'vitest'
import { describeIfFound, findPython } from './python.ts'

/** The interpreter, or undefined where none was set up (`npm test` sets one up). */
export const torchPython: string | undefined = findPython(
  'LAYERLOOM_TORCH_PYTHON',
  'test-torch.json',
)

/** `describe` where PyTorch is there. Elsewhere the tests are skipped, loudly; in CI they fail. */
export const describeWithTorch: typeof describe.skip = describeIfFound(torchPython, 'PyTorch')
