// Why a child process died, as far as its end tells.
import { readFileSync } from 'node:fs'
import type { DeathReason } from '../../shared/rpc/host-contract.ts'

export interface End {
  readonly exitCode: number | null
  readonly signal: string | null
  /** What it wrote to standard error last. */
  readonly lastWords: string
  /** Why we killed it, if we did. */
  readonly killedFor: 'hang' | 'start' | undefined
  /** The system killed some process for want of memory since it was started. */
  readonly memoryKills: boolean
}

export function reasonOf(end: End): DeathReason {
  const { exitCode, signal } = end
  const kind = kindOf(end)
  return { kind, exitCode, signal, message: messages[kind](end) }
}

function kindOf(end: End): DeathReason['kind'] {
  if (end.killedFor) return end.killedFor
  if (/heap out of memory|std::bad_alloc|Cannot allocate memory/.test(end.lastWords)) {
    return 'out-of-memory'
  }
  if (end.signal === 'SIGKILL' && end.memoryKills) return 'out-of-memory'
  return end.signal === null ? 'exit' : 'signal'
}

const messages: Readonly<Record<DeathReason['kind'], (end: End) => string>> = {
  hang: () => 'The engine gave no sign of life for 8 seconds and was ended.',
  start: () => 'The engine did not get ready within 20 seconds and was ended.',
  'out-of-memory': () =>
    'The engine ran out of memory. Close other programs, or train with a smaller batch.',
  signal: ({ signal }) => `The engine was ended by ${signal}.`,
  exit: ({ exitCode }) => `The engine ended by itself with code ${exitCode}.`,
}

/** How often the system killed a process for want of memory since it booted (Linux), else 0. */
export function countMemoryKills(): number {
  try {
    const line = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))
    return Number(line?.[1] ?? 0)
  } catch {
    return 0
  }
}
