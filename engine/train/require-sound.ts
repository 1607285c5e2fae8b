// A drawing with errors does not train: the first ones are told.
import type { Network } from '../../shared/graph/network.ts'
import { RunError } from './run-error.ts'

const mostTold = 3

export function requireSound(network: Network): void {
  const errors = network.problems.filter(problem => problem.severity === 'error')
  if (errors.length === 0) {
    if (network.outputs.length > 0) return
    throw new RunError('input', 'document', 'The network has no input that reaches an output.')
  }
  const told = errors
    .slice(0, mostTold)
    .map(({ node, message }) => (node === null ? message : `${node}: ${message}`))
  const more = errors.length - told.length
  const rest = more > 0 ? [`And ${more} more; the command check lists them.`] : []
  throw new RunError('input', 'document', [...told, ...rest].join('\n'))
}
