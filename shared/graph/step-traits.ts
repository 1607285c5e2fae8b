// How a layer treats memory in a training step.
import type { Kept } from '../layers/define.ts'
import { elements, type Facts } from './facts.ts'
import { keptBy } from './kept.ts'
import type { Layer } from './network.ts'

/** What the simulation asks of a layer. Those that agree in their facts share it. */
export interface Traits {
  readonly kept: Kept
  /** How many numbers every output holds. */
  readonly sizes: readonly number[]
  readonly isView: boolean
  /** Elementwise: it writes over what it reads where nobody else needs that. */
  readonly overwrites: boolean
  readonly isSum: boolean
  /** Sums and views pass a gradient on as it is. */
  readonly passesOn: boolean
  /** A gradient passes its activation before it reaches the layer's own inputs and weights. */
  readonly activates: boolean
  /** Its gradient looks for the maximum again. */
  readonly searches: boolean
  /** oneDNN has an order of its own for its weights. */
  readonly reorders: boolean
}

const known = new WeakMap<Facts, Traits>()

export function traitsOf(layer: Layer): Traits {
  const before = known.get(layer.facts)
  if (before) return before
  const { type, declaration, params, outputShapes } = layer
  const group = declaration?.group
  const isView = declaration?.view === true
  const traits: Traits = {
    kept: keptBy(layer),
    sizes: (outputShapes ?? []).map(elements),
    isView,
    isSum: type === 'add',
    overwrites: type === 'add' || group === 'activation' || group === 'regularization',
    passesOn: isView || type === 'add',
    activates: group !== 'activation' && (params?.activation ?? 'linear') !== 'linear',
    searches: type.startsWith('maxPooling'),
    reorders: group === 'convolution',
  }
  known.set(layer.facts, traits)
  return traits
}
