import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrangeBody, cardHeight, cardWidth, chainOf } from '../../../renderer/state/arrange.ts'
import type { Block } from '../../../shared/document/types.ts'
import { template } from '../drawings.ts'

function body(size: number, wires: readonly (readonly [number, number])[]): Block {
  return {
    nodes: Array.from({ length: size }, (_, index) => ({ id: `n${index}`, type: 'flatten' })),
    edges: wires.map(([source, target]) => ({ source: `n${source}`, target: `n${target}` })),
  }
}

describe('the layout', () => {
  it('folds a chain into columns of nearly equal length', () => {
    const positions = arrangeBody(template('lenet'), 5)
    const columns = Map.groupBy(positions.values(), ({ x }) => x)
    expect([...columns.values()].map(column => column.length)).toEqual([5, 4])
  })

  it('knows a chain from a graph with branches', () => {
    expect(
      chainOf(
        body(3, [
          [0, 1],
          [1, 2],
        ]),
      ),
    ).toEqual(['n0', 'n1', 'n2'])
    expect(
      chainOf(
        body(3, [
          [2, 0],
          [0, 1],
        ]),
      ),
    ).toEqual(['n2', 'n0', 'n1'])
    expect(
      chainOf(
        body(3, [
          [0, 1],
          [0, 2],
        ]),
      ),
    ).toBeNull()
    expect(
      chainOf(
        body(2, [
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toBeNull()
  })

  it('keeps the lanes of a residual block straight', () => {
    const block = template('resnet-20').blocks?.basicBlock
    if (!block) throw new Error('ResNet has a block')
    const positions = arrangeBody(block, 5)
    const x = (id: string) => positions.get(id)?.x
    expect(x('norm1')).toBe(x('conv1'))
    expect(x('shortcutNorm')).toBe(x('shortcut'))
    expect(x('conv2')).toBe(x('norm2'))
  })

  it('places every node, none over another, and sources above their readers', () => {
    const graphs = fc
      .integer({ min: 1, max: 14 })
      .chain(size =>
        fc.tuple(
          fc.constant(size),
          fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 24 }),
        ),
      )
    fc.assert(
      fc.property(graphs, ([size, wires]) => {
        const forward = wires.filter(([source, target]) => source < target)
        const positions = arrangeBody(body(size, forward), 100)
        const all = [...positions.values()]
        expect(all).toHaveLength(size)
        for (const [index, a] of all.entries())
          for (const b of all.slice(index + 1))
            expect(Math.abs(a.x - b.x) >= cardWidth || Math.abs(a.y - b.y) >= cardHeight).toBe(true)
        for (const [source, target] of forward)
          expect(positions.get(`n${source}`)?.y).toBeLessThan(positions.get(`n${target}`)?.y ?? 0)
      }),
      { numRuns: 150 },
    )
  })

  it('ends also for circles', () => {
    expect(
      arrangeBody(
        body(3, [
          [0, 1],
          [1, 2],
          [2, 0],
        ]),
        5,
      ).size,
    ).toBe(3)
  })
})
