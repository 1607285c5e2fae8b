import type { Operation } from '../operation.ts'
import { activation } from './activation.ts'
import { convolution } from './convolution.ts'
import { elementwise } from './elementwise.ts'
import { image } from './image.ts'
import { linearAlgebra } from './linear-algebra.ts'
import { loss } from './loss.ts'
import { matmul } from './matmul.ts'
import { normalization } from './normalization.ts'
import { ownNormalization } from './own-normalization.ts'
import { pooling } from './pooling.ts'
import { projective } from './projective.ts'
import { random } from './random.ts'
import { recurrent } from './recurrent.ts'
import { reduce } from './reduce.ts'
import { shape } from './shape.ts'
import { sort } from './sort.ts'
import { stack } from './stack.ts'
import { variable } from './variable.ts'

/** Every TensorFlow operation that a recording may hold. A new one is an entry in one of these files. */
export const operations: readonly Operation[] = [
  ...convolution,
  ...pooling,
  ...matmul,
  ...linearAlgebra,
  ...elementwise,
  ...activation,
  ...normalization,
  ...ownNormalization,
  ...shape,
  ...stack,
  ...recurrent,
  ...image,
  ...projective,
  ...reduce,
  ...sort,
  ...random,
  ...loss,
  ...variable,
]

const byType: ReadonlyMap<string, Operation> = new Map(
  operations.map(operation => [operation.type, operation]),
)

export function findOperation(type: string): Operation {
  const operation = byType.get(type)
  if (!operation) throw new Error(`The operation ${type} is not declared in engine/compile/ops.`)
  return operation
}
