// Fills the weights of a rewritten drawing from those of the old one.
import type { Norm, Rewrite, WeightMove } from './rewrite.ts'

export type Weights = ReadonlyMap<string, Float32Array>

/**
 * The weights of the new drawing, by path id and name; `names` are those it has. Throws where one is
 * missing, which only a drawing changed in between can cause.
 */
export function carryWeights(rewrite: Rewrite, old: Weights, names: readonly string[]): Weights {
  const { weights: moves } = rewrite
  if (moves === null)
    throw new Error(`${rewrite.label}: its weights do not follow from the old ones.`)
  return new Map(
    names.map(name => [name, moved(moves[name] ?? { kind: 'same', from: name }, old)] as const),
  )
}

function moved(move: WeightMove, old: Weights): Float32Array {
  if (move.kind === 'same') return read(old, move.from)
  const scale = scaleOf(move.norm, old)
  if (move.kind === 'foldedKernel')
    return read(old, move.from).map((value, index) => value * (scale[index % scale.length] ?? 1))
  const mean = read(old, move.norm.mean)
  const beta = move.norm.beta === null ? null : read(old, move.norm.beta)
  const bias = move.from === null ? null : read(old, move.from)
  return scale.map(
    (factor, index) => ((bias?.[index] ?? 0) - (mean[index] ?? 0)) * factor + (beta?.[index] ?? 0),
  )
}

/** γ ÷ √(σ² + ε) per channel: the last axis of kernels, so they repeat with its length. */
function scaleOf({ gamma, variance, epsilon }: Norm, old: Weights): Float32Array {
  const gammas = gamma === null ? null : read(old, gamma)
  return read(old, variance).map(
    (value, index) => (gammas?.[index] ?? 1) / Math.sqrt(value + epsilon),
  )
}

function read(weights: Weights, name: string): Float32Array {
  const values = weights.get(name)
  if (!values) throw new Error(`There is no weight ${name}.`)
  return values
}
