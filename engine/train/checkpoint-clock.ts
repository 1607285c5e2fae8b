// When a checkpoint is due: every 200 steps or 60 seconds, whichever comes first (RELIABILITY F1), but
// 200 steps of a small network are soon over, so those may cost no more than one percent of the time.

const steps = 200
const seconds = 60
const smallCost = 0.01
/** A huge network's checkpoint may take longer than 6 seconds: then even the 60 have to wait. */
const largeCost = 0.1

export interface CheckpointClock {
  /** After every step, and with `atEpochEnd` after every epoch, where losing nothing is worth more. */
  isDue(step: number, atEpochEnd?: boolean): boolean
  /** After one was written or failed; `cost` in seconds. */
  wasTried(step: number, cost: number, succeeded: boolean): void
}

export function createCheckpointClock(
  startStep: number,
  now: () => number = () => performance.now() / 1000,
): CheckpointClock {
  let lastStep = startStep
  let lastTime = now()
  let lastCost = 0
  let failures = 0
  return {
    isDue(step, atEpochEnd = false) {
      if (step === lastStep) return false
      const passed = now() - lastTime
      // A full disk: 1, 2, 4 … 64 seconds.
      if (failures > 0) return passed >= 2 ** Math.min(failures - 1, 6)
      if (passed >= seconds) return passed >= lastCost / largeCost
      if (!atEpochEnd && step - lastStep < steps) return false
      return passed >= lastCost / smallCost
    },
    wasTried(step, cost, succeeded) {
      lastTime = now()
      failures = succeeded ? 0 : failures + 1
      if (!succeeded) return
      lastStep = step
      lastCost = cost
    },
  }
}
