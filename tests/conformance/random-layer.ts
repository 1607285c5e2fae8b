// Layers by chance: the arguments of a case of the conformance loop, or some that follow from the sizes at hand.
import type { JsonObject } from '../../shared/document/types.ts'
import type { Shape } from '../../shared/layers/define.ts'
import { findLayer } from '../../shared/layers/index.ts'
import { type LayerCase, layerCases } from '../fixtures/layers/load.ts'

export type Draw = () => number

export const upTo = (draw: Draw, most: number) => 1 + Math.floor(draw() * most)
export const chance = (draw: Draw, share: number) => draw() < share
export const pick = <T>(draw: Draw, of: readonly T[]): T => of[Math.floor(draw() * of.length)] as T

/** What draws random numbers in training is compared in inference only: seldom, or little would be trained. */
const seldom = 0.12

const usable = layerCases.filter(
  ({ type, inputs, training }) =>
    type !== 'input' && type !== 'embedding' && training !== false && inputs.length > 0,
)

/** Types by the number of axes that some case of theirs reads. */
const byRank = new Map<number, ReadonlyMap<string, readonly LayerCase[]>>()
for (const rank of [1, 2, 3, 4]) {
  const fitting = usable.filter(({ inputs }) => inputs[0]?.length === rank)
  byRank.set(
    rank,
    Map.groupBy(fitting, ({ type }) => type),
  )
}

/** A layer for a value of these sizes; the analysis says whether it fits. */
export function proposal(draw: Draw, shape: Shape, kind: 'merge' | 'any'): LayerCase | null {
  if (kind === 'any' && chance(draw, 0.05)) return turned(draw, shape)
  const types = [...(byRank.get(shape.length) ?? [])].filter(
    ([type]) => kind === 'any' || findLayer(type)?.group === 'merge',
  )
  if (types.length === 0) return null
  // Every type alike, or those with much to say more often: convolutions before reductions.
  const cases = chance(draw, 0.5) ? pick(draw, types)[1] : types.flatMap(([, each]) => each)
  const made = pick(draw, cases)
  const { type } = made
  const isRandom =
    findLayer(type)?.group === 'regularization' ||
    /^(random|mixUp)/.test(type) ||
    Number(made.params.dropout ?? 0) > 0
  if (isRandom && !chance(draw, seldom)) return null
  // Their peers go from place to place in Python.
  const places = shape.slice(0, -1).reduce((total, size) => total * size, 1)
  if (/^locally|^adaptive|RNN$|^gru$|^lstm$/.test(type) && places > 36) return null
  return made
}

/** The same numbers in other sizes. */
function turned(draw: Draw, shape: Shape): LayerCase {
  const made = (type: string, params: JsonObject): LayerCase => ({ type, params, inputs: [shape] })
  const count = shape.reduce((total, size) => total * size, 1)
  const divisors = Array.from({ length: count }, (_, index) => index + 1).filter(
    size => count % size === 0,
  )
  const first = pick(draw, divisors)
  const rest = count / first
  const second = pick(
    draw,
    divisors.filter(size => rest % size === 0),
  )
  const targetShape = pick(draw, [[-1], [first, -1], [first, rest], [first, second, -1]])
  const axes = shape.map((_, axis) => axis + 1).sort(() => draw() - 0.5)
  return pick(draw, [
    made('reshape', { targetShape }),
    made('permute', { dims: axes }),
    made('repeatVector', { n: upTo(draw, 4) }),
    made('flatten', {}),
  ])
}

/** Numbers of words and the embedding that reads them; its peer draws numbers below 5. */
export function tokens(draw: Draw): { readonly shape: Shape; readonly params: JsonObject } {
  return {
    shape: [2 + upTo(draw, 6)],
    params: { inputDim: 5 + upTo(draw, 4), outputDim: upTo(draw, 6) },
  }
}
