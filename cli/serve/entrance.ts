// Addresses for programs that are started with one. Other people on the machine can read the arguments
// of a browser; so it gets an address that works once, and the token only from the answer to it.
import { createToken } from './gate.ts'

export interface Entrance {
  /** A new path that works once, within two minutes. */
  issue(): string
  redeem(code: string): boolean
}

export const entrancePath = '/enter/'
const lifetime = 120_000
const most = 50

export function createEntrance(now: () => number = Date.now): Entrance {
  const codes = new Map<string, number>()
  return {
    issue: () => {
      const code = createToken()
      codes.set(code, now() + lifetime)
      for (const old of codes.keys()) if (codes.size > most) codes.delete(old)
      return `${entrancePath}${code}`
    },
    redeem: code => {
      const end = codes.get(code)
      codes.delete(code)
      return end !== undefined && now() < end
    },
  }
}
