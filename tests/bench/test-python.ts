// The Python of the tests, with TensorFlow and Keras; the set-up of `npm run bench` made it.
import { python } from '../python.ts'

export function testPython(): string {
  if (python !== undefined) return python
  throw new Error('No Python with TensorFlow and Keras was found: run npm run bench once.')
}
