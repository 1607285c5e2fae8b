// What the host tells its pages, numbered. Numbers grow over restarts of the host too, so that a page
// that comes back to a new one does not take its events for old ones.
import type { HostEvent } from '../../shared/rpc/host-contract.ts'

export type NewHostEvent = HostEvent extends infer Event
  ? Event extends HostEvent
    ? Omit<Event, 'sequence'>
    : never
  : never

interface StopSignal {
  readonly aborted: boolean
  addEventListener(kind: 'abort', listener: () => void): void
}

export interface HostEvents {
  /** The number of the newest event. */
  readonly last: number
  tell(event: NewHostEvent): void
  /** Whether everything after a number is still kept. */
  covers(after: number): boolean
  /** The kept events after a number, then every new one, until `signal` aborts. */
  follow(after: number, signal: StopSignal | undefined): AsyncGenerator<HostEvent, void, void>
}

const kept = 500

export function createHostEvents(): HostEvents {
  // 1,000 events a millisecond would be needed to overtake the clock.
  let last = Date.now() * 1000
  const events: HostEvent[] = []
  const wakers = new Set<() => void>()

  function wake(): void {
    for (const waker of wakers) waker()
    wakers.clear()
  }

  return {
    get last() {
      return last
    },
    tell: event => {
      last += 1
      events.push({ ...event, sequence: last } as HostEvent)
      if (events.length > kept) events.shift()
      wake()
    },
    covers: after => after <= last && after >= (events[0]?.sequence ?? last + 1) - 1,
    follow: async function* follow(after, signal) {
      signal?.addEventListener('abort', wake)
      let seen = after
      while (!signal?.aborted) {
        const next = events.find(event => event.sequence > seen)
        if (next) {
          seen = next.sequence
          yield next
        } else {
          await new Promise<void>(resolve => wakers.add(resolve))
        }
      }
    },
  }
}
