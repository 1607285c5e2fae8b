// Outputs for given inputs, in batches, so that a long list needs no more memory than training does.
import { formatShape } from '../../shared/graph/format.ts'
import type { Port } from '../compile/compilation.ts'
import { fitsInput, sizeOf } from '../data/dataset.ts'
import type { OpenJob } from './messages.ts'
import type { Opened } from './open-session.ts'
import { RunError } from './run-error.ts'
import type { NamedArrays, NumericArray } from './run-types.ts'

export function predict(
  open: Opened & { readonly job: OpenJob },
  inputs: NamedArrays,
): NamedArrays {
  const { session, job } = open
  const ports = open.compilation.inputs.filter(port => port.trainingOnly !== true)
  const count = checkInputs(ports, inputs)
  const size = Math.max(1, job.settings.batchSize)
  const found = new Map<string, { shape: readonly number[]; values: Float32Array }>()
  for (let start = 0; start < count; start += size) {
    const filled = Math.min(size, count - start)
    const batch = Object.fromEntries(
      ports.map(port => {
        const width = sizeOf(port.shape)
        const values = inputs[port.id]?.values ?? new Float32Array()
        return [port.id, values.subarray(start * width, (start + filled) * width)]
      }),
    )
    for (const [id, part] of Object.entries(session.predict(batch, filled))) {
      const [, ...shape] = part.shape
      const whole = found.get(id) ?? {
        shape: [count, ...shape],
        values: new Float32Array(count * sizeOf(shape)),
      }
      found.set(id, whole)
      whole.values.set(part.values, start * sizeOf(shape))
    }
  }
  return Object.fromEntries(found)
}

/** How many examples. An input without the batch axis is one example. */
function checkInputs(ports: readonly Port[], inputs: NamedArrays): number {
  const known = ports.map(port => port.id)
  for (const id of Object.keys(inputs)) {
    if (known.includes(id)) continue
    throw wrong(`The network has no input ${id}. Its inputs are ${known.join(', ')}.`)
  }
  const counts = ports.map(port => {
    const input = inputs[port.id]
    if (!input) throw wrong(`The input ${port.id} is missing. Give ${known.join(', ')}.`)
    return countOf(port, input)
  })
  const count = counts[0] ?? 0
  const other = counts.findIndex(value => value !== count)
  if (other < 0) return count
  throw wrong(
    `${known[0]} holds ${count} examples, but ${known[other]} holds ${counts[other]}. Give as many of each.`,
  )
}

function countOf(port: Port, { shape, values }: NumericArray): number {
  const [first = 1, ...rest] = shape
  if (shape.length > 0 && fitsInput(rest, port.shape) && rest.length <= port.shape.length) {
    if (first > 0) return first
    throw wrong(`The input for ${port.id} holds no examples.`)
  }
  if (fitsInput(shape, port.shape) && values.length > 0) return 1
  throw wrong(
    `The input for ${port.id} has the shape ${formatShape(shape) || 'of a single number'}; ${port.id} takes N×${formatShape(port.shape)}.`,
  )
}

function wrong(message: string): RunError {
  return new RunError('input', 'wrong-input', message)
}
