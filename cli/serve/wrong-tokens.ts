// Answers to wrong tokens come slower and slower, one after another; right tokens never wait.
import { setTimeout as sleep } from 'node:timers/promises'

export interface WrongTokens {
  /** Resolves when the answer may be given. False: so many wait already that it need not be given. */
  wait(): Promise<boolean>
}

export interface WrongTokenLimits {
  /** How many are answered at once: a person who pasted half an address, a page of the last start. */
  readonly free: number
  /** Milliseconds between answers after these. */
  readonly interval: number
  /** Longest wait before they are dropped. */
  readonly longest: number
}

const usual: WrongTokenLimits = { free: 10, interval: 100, longest: 5000 }

export function createWrongTokens(limits: WrongTokenLimits = usual): WrongTokens {
  let nextAnswer = 0
  return {
    wait: async () => {
      const now = Date.now()
      const earliest = now - limits.free * limits.interval
      nextAnswer = Math.max(nextAnswer, earliest) + limits.interval
      const delay = nextAnswer - now
      if (delay > limits.longest) {
        nextAnswer -= limits.interval
        return false
      }
      if (delay > 0) await sleep(delay)
      return true
    },
  }
}
