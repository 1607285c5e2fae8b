import { isRpcError } from './rpc-error.ts'

interface Numbered {
  readonly sequence: number
}

export interface FollowOptions {
  /** The last number seen so far. */
  readonly after?: number
  /** Aborting ends the stream; give the same signal to the call. */
  readonly signal?: { readonly aborted: boolean }
}

/**
 * A stream of numbered events that survives broken connections: it is opened again after the last
 * number seen, so that none is lost and none comes twice.
 */
export async function* follow<Event extends Numbered>(
  open: (after: number) => Promise<AsyncIterable<Event>>,
  options: FollowOptions = {},
): AsyncGenerator<Event, void, undefined> {
  let last = options.after ?? 0
  while (!options.signal?.aborted) {
    try {
      for await (const event of await open(last)) {
        if (event.sequence <= last) continue
        last = event.sequence
        yield event
      }
      return
    } catch (thrown) {
      if (isRpcError(thrown, 'cancelled') && options.signal?.aborted) return
      if (!isRpcError(thrown, 'disconnected') && !isRpcError(thrown, 'unreachable')) throw thrown
    }
  }
}
