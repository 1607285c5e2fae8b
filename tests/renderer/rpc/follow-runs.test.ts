// The page's side of the engine over a wire in memory, against an engine that a test plays.
import { afterEach, describe, expect, it } from 'vitest'
import { followHost } from '../../../renderer/rpc/follow-host.ts'
import { followShown } from '../../../renderer/rpc/follow-runs.ts'
import { openLink } from '../../../renderer/rpc/link.ts'
import { createRunStore, type RunStore } from '../../../renderer/state/run-store.ts'
import { engineContract, hostContract } from '../../../shared/rpc/contract.ts'
import type { EngineState, HostEvent } from '../../../shared/rpc/host-contract.ts'
import { createAnswerer, type Handlers } from '../../../shared/rpc/serve-channel.ts'
import { createWirePair, type Wire } from '../../../shared/rpc/wire.ts'
import type { RunRecord } from '../../../shared/runs/events.ts'
import { end, progress, recordsOf, start } from '../training/records.ts'

const ready = { state: 'ready', since: 1, incarnation: 1 } as const
const unused = () => {
  throw new Error('not played')
}

/** A list that grows; whoever follows it gets what is there and what comes. */
function feed<Item extends { readonly sequence: number }>() {
  const items: Item[] = []
  const wakers = new Set<() => void>()
  let isOver = false
  const wake = () => {
    for (const waker of [...wakers]) waker()
  }
  return {
    add: (item: Item) => {
      items.push(item)
      wake()
    },
    end: () => {
      isOver = true
      wake()
    },
    follow: async function* (after: number, signal: AbortSignal | undefined) {
      let last = after
      signal?.addEventListener('abort', wake)
      while (!signal?.aborted) {
        const next = items.find(item => item.sequence > last)
        if (next) {
          last = next.sequence
          yield next
        } else if (isOver) return
        else
          await new Promise<void>(resolve => {
            const waker = () => {
              wakers.delete(waker)
              resolve()
            }
            wakers.add(waker)
          })
      }
    },
  }
}

function playedEngine() {
  const records = feed<RunRecord>()
  const events = feed<HostEvent>()
  const asked: number[] = []
  const state: { instance: string; running: string | null } = { instance: 'one', running: 'run-1' }
  const engine = createAnswerer<typeof engineContract, object>(engineContract, {
    status: () => ({
      version: '0',
      tensorflow: { version: '2.21.0', device: 'cpu', problem: null },
      cores: 2,
      memory: { free: 1, total: 1 },
      running: state.running,
      queued: [],
    }),
    train: { start: unused, stop: unused, resume: unused },
    runs: {
      list: () => [],
      get: unused,
      events: ({ after }: { after: number }, { signal }: { signal?: AbortSignal }) => {
        asked.push(after)
        return records.follow(after, signal)
      },
      confusion: () => ({
        part: 'validation',
        classNames: ['a', 'b'],
        matrix: [
          [3, 1],
          [0, 4],
        ],
      }),
      remove: unused,
      rewrite: unused,
    },
    data: { inspect: unused },
    export: { typescript: unused, keras: unused, pytorch: unused, savedModel: unused },
  } as unknown as Handlers<typeof engineContract, object>)
  const host = createAnswerer<typeof hostContract, object>(hostContract, {
    info: () => ({
      version: '0',
      platform: 'linux',
      node: '22',
      folder: '/w',
      instance: state.instance,
      engine: ready as EngineState,
    }),
    events: ({ after }: { after?: number }, { signal }: { signal?: AbortSignal }) =>
      events.follow(after ?? 0, signal),
    engine: { restart: unused },
    files: {
      list: unused,
      recent: unused,
      open: unused,
      save: unused,
      close: unused,
      rename: unused,
      remove: unused,
    },
    drafts: { write: unused, list: unused, read: unused, discard: unused },
    settings: { read: unused, write: unused },
  } as unknown as Handlers<typeof hostContract, object>)
  const wires: Wire[] = []
  const join = (answerer: typeof engine | typeof host) => async () => {
    const [ours, theirs] = createWirePair()
    answerer.answer(theirs, {})
    wires.push(ours)
    return ours
  }
  return { records, events, asked, state, wires, open: { host: join(host), engine: join(engine) } }
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const finish of ends.splice(0)) finish()
})

function follow(run: RunStore, played: ReturnType<typeof playedEngine>) {
  const control = new AbortController()
  const frames: (() => void)[] = []
  const link = openLink(played.open, run)
  void followHost(link, run, { onFile: () => {}, onReady: () => {} }, control.signal)
  followShown(link, run, control.signal, task => frames.push(task))
  ends.push(() => {
    control.abort()
    link.close()
  })
  return { frames, paint: () => frames.splice(0).forEach(task => void task()) }
}

const isThere = (run: RunStore, count: number) => run.getState().records.length === count

describe('records of the shown run', () => {
  it('that come between two frames change the page once', async () => {
    const run = createRunStore()
    const played = playedEngine()
    const { frames, paint } = follow(run, played)
    let changes = 0
    run.subscribe((now, before) => {
      if (now.records !== before.records && now.records.length > 0) changes += 1
    })
    run.show('run-1')
    for (const record of recordsOf([start(), progress(1, 2), progress(2, 1)]))
      played.records.add(record)
    await expect.poll(() => frames.length).toBe(1)
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(isThere(run, 0)).toBe(true)
    paint()
    expect(isThere(run, 3)).toBe(true)
    expect(changes).toBe(1)
  })

  it('go on after the last number when the wire broke, none lost and none twice', async () => {
    const run = createRunStore()
    const played = playedEngine()
    const { paint, frames } = follow(run, played)
    const records = recordsOf([start(), progress(1, 2), progress(2, 1), end(2, 'stopped')])
    run.show('run-1')
    for (const record of records.slice(0, 2)) played.records.add(record)
    await expect.poll(() => frames.length).toBe(1)
    paint()
    for (const wire of played.wires.splice(0)) wire.close()
    for (const record of records.slice(2)) played.records.add(record)
    await expect.poll(() => frames.length, { timeout: 5000 }).toBe(1)
    played.records.end()
    paint()
    expect(run.getState().records.map(record => record.sequence)).toEqual([1, 2, 3, 4])
    expect(played.asked).toEqual([0, 2])
    await expect
      .poll(() => run.getState().confusion?.matrix)
      .toEqual([
        [3, 1],
        [0, 4],
      ])
  })
})

describe('the state of the engine', () => {
  it('names the run that its death interrupted, until that run goes on', async () => {
    const run = createRunStore()
    const played = playedEngine()
    const { paint, frames } = follow(run, played)
    await expect.poll(() => run.getState().engine?.state).toBe('ready')
    run.set({ status: { running: 'run-1', queued: [] } as never })
    const reason = {
      kind: 'signal',
      exitCode: null,
      signal: 'SIGKILL',
      message: 'It was killed.',
    } as const
    played.events.add({
      event: 'engine',
      sequence: 1,
      engine: { state: 'died', since: 2, reason, restarting: true },
    })
    await expect
      .poll(() => run.getState().broken)
      .toEqual({ message: 'It was killed.', runId: 'run-1' })
    played.events.add({ event: 'engine', sequence: 2, engine: { ...ready, incarnation: 2 } })
    await expect.poll(() => run.getState().engine?.state).toBe('ready')
    expect(run.getState().broken).not.toBeNull()
    run.show('run-1')
    for (const record of recordsOf([start(5)])) played.records.add(record)
    await expect.poll(() => frames.length).toBe(1)
    paint()
    expect(run.getState().broken).toBeNull()
  })

  it('says that the host is lost when its wire broke, and follows a new host from its start', async () => {
    const run = createRunStore()
    const played = playedEngine()
    const states: string[] = []
    run.subscribe((now, before) => now.link !== before.link && states.push(now.link))
    follow(run, played)
    await expect.poll(() => run.getState().link).toBe('connected')
    played.state.instance = 'two'
    for (const wire of played.wires.splice(0)) wire.close()
    await expect.poll(() => states).toContain('lost')
    await expect.poll(() => run.getState().link, { timeout: 5000 }).toBe('connected')
    played.events.add({ event: 'engine', sequence: 1, engine: { state: 'starting', since: 3 } })
    await expect.poll(() => run.getState().engine?.state).toBe('starting')
  })
})
