// A drawing with errors does not run: the first ones are told.
import { errorsOf, type Network } from '../../shared/graph/network.ts'
import { RunError } from './run-error.ts'

const mostTold = 3

/** Data that does not fit the network is an error only where it is trained on. */
export function requireSound(network: Network, use: 'train' | 'compute'): void {
  const errors =
    use === 'train'
      ? network.problems.filter(problem => problem.severity === 'error')
      : errorsOf(network)
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
