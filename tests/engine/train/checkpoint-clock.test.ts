import { describe, expect, it } from 'vitest'
import { createCheckpointClock } from '../../../engine/train/checkpoint-clock.ts'

function clockAt() {
  let time = 0
  const clock = createCheckpointClock(0, () => time)
  return {
    clock,
    pass: (seconds: number) => {
      time += seconds
    },
  }
}

describe('the checkpoint clock', () => {
  it('asks for one after 200 steps or 60 seconds, whichever comes first', () => {
    const { clock, pass } = clockAt()
    pass(59)
    expect(clock.isDue(199)).toBe(false)
    expect(clock.isDue(200)).toBe(true)
    pass(1)
    expect(clock.isDue(1)).toBe(true)
  })

  it('never spends more than one percent of the time on the 200 steps of a small network', () => {
    const { clock, pass } = clockAt()
    clock.wasTried(200, 0.05, true)
    pass(4.9)
    expect(clock.isDue(400)).toBe(false)
    pass(0.2)
    expect(clock.isDue(400)).toBe(true)
  })

  it('lets 60 seconds pass for a checkpoint that takes more than six', () => {
    const { clock, pass } = clockAt()
    clock.wasTried(200, 9, true)
    pass(60)
    expect(clock.isDue(201)).toBe(false)
    pass(31)
    expect(clock.isDue(201)).toBe(true)
  })

  it('takes the end of an epoch as an occasion before the 200 steps are over', () => {
    const { clock, pass } = clockAt()
    clock.wasTried(10, 0.01, true)
    pass(1.1)
    expect(clock.isDue(20)).toBe(false)
    expect(clock.isDue(20, true)).toBe(true)
  })

  it('tries again after 1, 2, 4 seconds while the disk is full', () => {
    const { clock, pass } = clockAt()
    for (const wait of [1, 2, 4]) {
      clock.wasTried(200, 0.1, false)
      pass(wait - 0.1)
      expect(clock.isDue(200)).toBe(false)
      pass(0.2)
      expect(clock.isDue(200)).toBe(true)
    }
  })
})
