import { describe, expect, it } from 'vitest'
import { progressOf } from '../../../renderer/training/progress.ts'
import { end, epoch, preparing, progress, recordsOf, start } from './records.ts'

describe('the progress of a run', () => {
  it('waits, prepares, trains and ends', () => {
    expect(progressOf([]).phase).toBe('waiting')
    const events = [preparing('Drawing digits'), start(), progress(4, 1), end(20, 'finished')]
    expect(progressOf(recordsOf(events.slice(0, 1))).phase).toBe('preparing')
    expect(progressOf(recordsOf(events.slice(0, 2))).phase).toBe('training')
    expect(progressOf(recordsOf(events)).phase).toBe('ended')
  })

  it('counts the running epoch and its share', () => {
    const now = progressOf(recordsOf([start(), progress(14, 1)]))
    expect(now.epoch).toBe(2)
    expect(now.share).toBeCloseTo(0.4)
    expect(now.done).toBeCloseTo(0.7)
    expect(now.secondsLeft).toBe(3)
  })

  it('shows the whole epoch once it is over, and the last validation', () => {
    const now = progressOf(recordsOf([start(), progress(10, 1.2), epoch(1, 0.9, 0.75)]))
    expect(now.loss).toBe(0.4)
    expect(now.valAccuracy).toBe(0.75)
  })

  it('forgets the end of an earlier session when the run goes on', () => {
    const events = [start(), progress(6, 1), end(6, 'stopped')]
    expect(progressOf(recordsOf([...events, preparing('Compiling')])).phase).toBe('preparing')
    const resumed = progressOf(recordsOf([...events, preparing('Compiling'), start(6)]))
    expect(resumed.phase).toBe('training')
    expect(resumed.step).toBe(6)
    expect(resumed.end).toBeNull()
  })

  it('counts the seconds of all sessions, not those between them', () => {
    const records = recordsOf([start(), progress(5, 1), start(5), progress(8, 1)])
    const [first, second, third, fourth] = records
    const apart = [
      first,
      second,
      third && { ...third, time: 90_000 },
      fourth && { ...fourth, time: 92_000 },
    ]
    expect(progressOf(apart.flatMap(record => record ?? [])).seconds).toBe(3)
  })
})
