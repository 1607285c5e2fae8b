import { describe, expect, it } from 'vitest'
import { bytesNotShared, type Step, withinLimit } from '../../../renderer/state/history.ts'
import { setParam } from '../../../shared/document/edits.ts'
import { template } from '../drawings.ts'

const lenet = template('lenet')

function step(bytes: number): Step {
  return { label: String(bytes), document: lenet, bytes, time: 0 }
}

describe('the size of history', () => {
  it('counts only what a step does not share with the next document', () => {
    const next = setParam(lenet, 'conv1', 'filters', 8)
    const shared = bytesNotShared(lenet, next)
    const whole = bytesNotShared(lenet, undefined)
    expect(shared).toBeGreaterThan(0)
    expect(shared).toBeLessThan(whole / 3)
    expect(bytesNotShared(lenet, lenet)).toBe(0)
  })

  it('counts nodes that only changed places as shared', () => {
    const [first, ...others] = lenet.nodes
    if (!first) throw new Error('LeNet has nodes')
    const moved = bytesNotShared(lenet.nodes, [...others, first])
    expect(moved).toBeLessThan(bytesNotShared(lenet.nodes, []) / 5)
  })

  it('drops the oldest steps first and never the latest that fits', () => {
    const steps = [step(40), step(30), step(20), step(10)]
    expect(withinLimit(steps, 100)).toBe(steps)
    expect(withinLimit(steps, 65).map(({ bytes }) => bytes)).toEqual([30, 20, 10])
    expect(withinLimit(steps, 9)).toEqual([])
  })
})
