import { describe, expect, it } from 'vitest'
import {
  curvesOf,
  logTicks,
  lowestTick,
  outputsOf,
  smoothed,
} from '../../../renderer/training/curves.ts'
import type { RunEvent } from '../../../shared/runs/events.ts'
import { epoch, progress, recordsOf, start } from './records.ts'

describe('curves of a run', () => {
  it('run over epochs and end where the run is planned to end', () => {
    const records = recordsOf([start(), progress(5, 2), progress(10, 1), epoch(1, 0.9, 0.7)])
    const curves = curvesOf(records)
    expect(curves.loss).toEqual({ x: [0.5, 1], y: [2, 1] })
    expect(curves.valLoss).toEqual({ x: [1], y: [0.9] })
    expect(curves.valAccuracy.y).toEqual([0.7])
    expect(curves.epochs).toBe(2)
  })

  it('drop what a resumed run tells anew', () => {
    const records = recordsOf([
      start(),
      progress(5, 2),
      progress(10, 1),
      epoch(1, 0.9, 0.7),
      progress(15, 0.5),
      start(10),
      progress(14, 0.6),
    ])
    const { loss, valLoss } = curvesOf(records)
    expect(loss).toEqual({ x: [0.5, 1, 1.4], y: [2, 1, 0.6] })
    expect(valLoss.x).toEqual([1])
  })

  it('keep a gap where a loss was not finite', () => {
    expect(curvesOf(recordsOf([start(), progress(5, null)])).loss.y).toEqual([null])
  })
})

describe('curves of one output among several', () => {
  const told = { kind: { loss: 1.5, accuracy: 0.25 }, place: { loss: 0.5 } }
  const checked = { kind: { loss: 1.25, accuracy: 0.75 }, place: { loss: 0.125 } }
  const records = recordsOf([
    start(),
    { ...progress(5, 2), outputs: told } as RunEvent,
    { ...epoch(1, 1.75, 0.5), outputs: told, valOutputs: checked } as RunEvent,
  ])

  it('are its own loss and its own right answers', () => {
    expect(outputsOf(records)).toEqual(['kind', 'place'])
    const { loss, accuracy, valLoss, valAccuracy } = curvesOf(records, 'kind')
    expect([loss.y, accuracy.y, valLoss.y, valAccuracy.y]).toEqual([[1.5], [0.25], [1.25], [0.75]])
  })

  it('have no accuracy where it learns numbers, and leave the whole as it was', () => {
    expect(curvesOf(records, 'place').accuracy.y).toEqual([null])
    expect(curvesOf(records, 'place').valLoss.y).toEqual([0.125])
    expect(curvesOf(records).loss.y).toEqual([2])
    expect(outputsOf(recordsOf([start(), progress(5, 2)]))).toEqual([])
  })
})

describe('a smoothed curve', () => {
  it('begins at its first value and stays on a constant', () => {
    const x = Array.from({ length: 50 }, (_, index) => index)
    for (const value of smoothed({ x, y: x.map(() => 3) }).y) expect(value).toBeCloseTo(3, 12)
    expect(smoothed({ x: [0, 1], y: [4, 2] }).y[0]).toBe(4)
  })

  it('weighs the last two values 2 to 1 when it keeps half, by hand', () => {
    // 24 points ÷ 12 = 2, so keep = 1 − 1/2; gaps do not count.
    const x = Array.from({ length: 24 }, (_, index) => index)
    const y = [4, 1, ...x.slice(2).map(() => null)]
    // (0.5·4·0.5 + 0.5·1) ÷ (0.25 + 0.5) = 1.5 ÷ 0.75
    expect(smoothed({ x, y }).y[1]).toBeCloseTo(2, 12)
    // In logarithms: (ln 4 · 1 + ln 1 · 2) ÷ 3
    expect(smoothed({ x, y }, 'log').y[1]).toBeCloseTo(4 ** (1 / 3), 12)
  })

  it('leaves a dozen points as they are', () => {
    expect(smoothed({ x: [0, 1, 2], y: [3, 1, 2] }).y).toEqual([3, 1, 2])
  })

  it('passes over gaps', () => {
    expect(smoothed({ x: [0, 1, 2], y: [1, null, 1] }).y).toEqual([1, null, 1])
  })
})

describe('ticks', () => {
  it('of a log axis are 1, 2 and 5 times powers of ten', () => {
    expect(logTicks(0.04, 2.5)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2])
  })
  it('of many decades are powers of ten only', () => {
    expect(logTicks(1e-4, 10)).toEqual([0.0001, 0.001, 0.01, 0.1, 1, 10])
  })
  it('of an impossible range are none', () => {
    expect(logTicks(0, 1)).toEqual([])
    expect(logTicks(Number.NaN, 1)).toEqual([])
  })
  it('of accuracy begin below every validation', () => {
    const training = { x: [0, 1, 2, 3, 4], y: [0.1, 0.9, 0.95, 0.97, 0.98] }
    expect(lowestTick(training, { x: [], y: [] })).toBe(0.8)
    expect(lowestTick(training, { x: [1], y: [0.7] })).toBe(0.6)
    expect(lowestTick(training, { x: [1], y: [0.3] })).toBe(0)
  })
})
