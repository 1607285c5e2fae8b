import { describe, expect, it } from 'vitest'
import {
  sharersOf,
  shareWeightsWith,
  unshareWeights,
} from '../../../shared/document/share-weights.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { drawing, layer } from '../graph/drawing.ts'

const apart = drawing(
  [
    layer('x', 'input', { shape: [4] }),
    layer('a', 'dense', { units: 4 }),
    layer('b', 'dense', { units: 4 }),
    layer('c', 'dense', { units: 4 }),
  ],
  'x > a > b > c',
)
const nameOf = (document: typeof apart, id: string) =>
  document.nodes.find(node => node.id === id)?.sharedWeights

describe('sharing weights', () => {
  it('gives both layers one name, counts the weights once and the work at each place', () => {
    const shared = shareWeightsWith(apart, 'b', 'a')
    expect([nameOf(shared, 'a'), nameOf(shared, 'b'), nameOf(shared, 'c')]).toEqual([
      'a',
      'a',
      undefined,
    ])
    // 4·4 + 4 numbers a layer, 16 products at each of three places.
    const { totals, byId } = analyse(shared)
    expect([totals.parameters, totals.macs]).toEqual([40, 48])
    expect(byId.get('b')?.weightsOf).toBe('a')
  })

  it('joins a group, and leaves another one for it', () => {
    const pair = shareWeightsWith(apart, 'b', 'a')
    const all = shareWeightsWith(pair, 'c', 'b')
    expect(sharersOf(all, 'c').map(({ id }) => id)).toEqual(['a', 'b'])
    expect(analyse(all).totals.parameters).toBe(20)
    // The name of the group that b leaves is still in use by nobody, so a is alone and keeps none.
    const moved = shareWeightsWith(pair, 'b', 'c')
    expect([nameOf(moved, 'a'), nameOf(moved, 'b'), nameOf(moved, 'c')]).toEqual([
      undefined,
      'c',
      'c',
    ])
  })

  it('ends for one layer, and for the last that would be left alone', () => {
    const pair = shareWeightsWith(apart, 'b', 'a')
    expect(unshareWeights(pair, 'b')).toEqual(apart)
    const all = shareWeightsWith(pair, 'c', 'a')
    expect(sharersOf(unshareWeights(all, 'c'), 'a').map(({ id }) => id)).toEqual(['b'])
  })

  it('takes no name that another group has', () => {
    const named = {
      ...apart,
      nodes: apart.nodes.map(node => (node.id === 'c' ? { ...node, sharedWeights: 'a' } : node)),
    }
    const shared = shareWeightsWith(named, 'b', 'a')
    expect(nameOf(shared, 'b')).not.toBe('a')
    expect(nameOf(shared, 'b')).toBe(nameOf(shared, 'a'))
  })

  it('refuses layers of other shapes with the numbers of both', () => {
    const wide = {
      ...apart,
      nodes: apart.nodes.map(node => (node.id === 'b' ? layer('b', 'dense', { units: 5 }) : node)),
    }
    const { problems } = analyse(shareWeightsWith(wide, 'b', 'a'))
    expect(problems.find(({ code }) => code === 'shared-weights')?.message).toBe(
      'The kernel is 4×5 here and 4×4 in a, so they cannot be shared.',
    )
    expect(shareWeightsWith(apart, 'a', 'a')).toBe(apart)
    expect(shareWeightsWith(apart, 'a', 'nobody')).toBe(apart)
  })
})
