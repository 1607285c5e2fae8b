// Which steps a command needs.
import { binding } from './steps/binding.mjs'
import { operations } from './steps/operations.mjs'
import { packages } from './steps/packages.mjs'
import { page } from './steps/page.mjs'
import { tensorflow } from './steps/tensorflow.mjs'
import { testPython } from './steps/test-python.mjs'
import { testTorch } from './steps/test-torch.mjs'

export const tools = [packages]
export const engine = [packages, tensorflow, binding, operations]
export const program = [...engine, page]
// The Python of the tests first: TensorFlow's library is then taken from it and not loaded twice.
export const tests = [packages, testPython, testTorch, tensorflow, binding, operations, page]
export const benchmark = [packages, testPython, tensorflow, binding, operations]
