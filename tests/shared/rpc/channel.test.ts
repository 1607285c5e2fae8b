import { oc } from '@orpc/contract'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Channel, openChannel } from '../../../shared/rpc/channel.ts'
import { engineContract, hostContract } from '../../../shared/rpc/contract.ts'
import { failures } from '../../../shared/rpc/failures.ts'
import { follow } from '../../../shared/rpc/follow.ts'
import { isRpcError, RpcError } from '../../../shared/rpc/rpc-error.ts'
import { createAnswerer, type Handlers } from '../../../shared/rpc/serve-channel.ts'
import { createWirePair, type Wire } from '../../../shared/rpc/wire.ts'

const contract = {
  add: oc.input(z.object({ a: z.number(), b: z.number() })).output(z.number()),
  fail: oc
    .errors(failures('conflict'))
    .input(z.object({ how: z.string() }))
    .output(z.void()),
  picture: oc.output(z.instanceof(Blob)),
  count: oc
    .input(z.object({ after: z.number(), through: z.number() }))
    .output(z.custom<AsyncIteratorObject<{ sequence: number }, unknown, void>>()),
  hang: oc.output(z.void()),
}

const mistakes: unknown[] = []
const cancelled: string[] = []

const handlers: Handlers<typeof contract, { name: string }> = {
  add: ({ a, b }) => a + b,
  fail: ({ how }) => {
    if (how === 'declared') throw new RpcError('conflict', 'Someone else saved it.', { hash: 'x' })
    if (how === 'foreign') throw new TypeError('no such property')
    throw new RpcError('run-state', 'Not declared for this call.')
  },
  picture: () => new Blob([Uint8Array.of(1, 255, 0, 128)], { type: 'image/raw' }),
  count: async function* count({ after, through }, { signal }) {
    try {
      for (let sequence = after + 1; sequence <= through; sequence += 1) {
        await new Promise(resolve => setTimeout(resolve, 1))
        yield { sequence }
      }
    } finally {
      cancelled.push(signal?.aborted ? 'count aborted' : 'count ended')
    }
  },
  hang: (_input, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        cancelled.push('hang')
        reject(new Error('aborted'))
      })
    }),
}

interface TestClient {
  add(input: { a: number; b: number }): Promise<number>
  fail(input: { how: string }): Promise<void>
  picture(): Promise<Blob>
  count(input: { after: number; through: number }): Promise<AsyncIterable<{ sequence: number }>>
  hang(input?: undefined, options?: { signal: AbortSignal }): Promise<void>
}

let opened: Channel<typeof hostContract>[] = []
afterEach(() => {
  for (const channel of opened) channel.close()
  opened = []
  mistakes.length = 0
  cancelled.length = 0
})

function start(
  options: { silence?: number; heartbeat?: number; patience?: number; refuse?: boolean } = {},
) {
  const answerer = createAnswerer<typeof contract, { name: string }>(contract, handlers, {
    onMistake: thrown => mistakes.push(thrown),
  })
  const wires: Wire[] = []
  const states: string[] = []
  const control = { refuse: options.refuse ?? false, deaf: false }
  const channel = openChannel<typeof hostContract>({
    ...options,
    retry: { first: 5, longest: 20 },
    onState: state => states.push(state),
    open: async () => {
      if (control.refuse) throw new Error('refused')
      const [near, far] = createWirePair()
      if (!control.deaf) answerer.answer(far, { name: 'test' })
      wires.push(near)
      return near
    },
  })
  opened.push(channel)
  const client = channel.client as unknown as TestClient
  const cut = () => wires.at(-1)?.close()
  return { client, channel, wires, states, control, cut }
}

test('a call returns what its handler returns', async () => {
  expect(await start().client.add({ a: 2, b: 3 })).toBe(5)
})

test('a Blob crosses with its bytes and its type', async () => {
  const picture = await start().client.picture()
  expect([...new Uint8Array(await picture.arrayBuffer())]).toEqual([1, 255, 0, 128])
  expect(picture.type).toBe('image/raw')
})

test('a declared failure crosses with code, message and detail, as one error class', async () => {
  const error = await start()
    .client.fail({ how: 'declared' })
    .catch(thrown => thrown)
  expect(error).toBeInstanceOf(RpcError)
  expect(error).toMatchObject({
    code: 'conflict',
    message: 'Someone else saved it.',
    detail: { hash: 'x' },
  })
  expect(mistakes).toEqual([])
})

test('an error nobody thought of crosses as internal and is told to the server', async () => {
  const error = await start()
    .client.fail({ how: 'foreign' })
    .catch(thrown => thrown)
  expect(isRpcError(error, 'internal')).toBe(true)
  expect(mistakes).toHaveLength(1)
})

test('a failure that the contract does not declare is told to the server', async () => {
  const error = await start()
    .client.fail({ how: 'undeclared' })
    .catch(thrown => thrown)
  expect(isRpcError(error, 'run-state')).toBe(true)
  expect(mistakes).toHaveLength(1)
})

test('input that does not fit is refused with the place before any handler runs', async () => {
  const error = await start()
    .client.add({ a: 'two' as unknown as number, b: 3 })
    .catch(thrown => thrown)
  expect(isRpcError(error, 'bad-request')).toBe(true)
  expect(error.message).toContain('a:')
})

test('a call that is under way when the wire breaks rejects with disconnected', async () => {
  const { client, cut } = start()
  await client.add({ a: 1, b: 1 })
  const call = client.hang().catch(thrown => thrown)
  await new Promise(resolve => setTimeout(resolve, 10))
  cut()
  expect(isRpcError(await call, 'disconnected')).toBe(true)
  expect(cancelled).toEqual(['hang'])
})

test('a call made while there is no connection waits for the next one', async () => {
  const { client, cut, control, states } = start()
  await client.add({ a: 1, b: 1 })
  control.refuse = true
  cut()
  const call = client.add({ a: 20, b: 22 })
  await new Promise(resolve => setTimeout(resolve, 40))
  control.refuse = false
  expect(await call).toBe(42)
  expect(states).toEqual(['connected', 'connecting', 'connected'])
})

test('a call that waited too long for a connection rejects with unreachable', async () => {
  const { client } = start({ patience: 30, refuse: true })
  const error = await client.add({ a: 1, b: 1 }).catch(thrown => thrown)
  expect(isRpcError(error, 'unreachable')).toBe(true)
})

test('giving up a call tells its handler', async () => {
  const { client } = start()
  const abort = new AbortController()
  const call = client.hang(undefined, { signal: abort.signal }).catch(thrown => thrown)
  setTimeout(() => abort.abort(), 10)
  expect(isRpcError(await call, 'cancelled')).toBe(true)
  await new Promise(resolve => setTimeout(resolve, 10))
  expect(cancelled).toEqual(['hang'])
})

test('an event stream followed over twenty broken wires loses nothing and doubles nothing', async () => {
  const { client, cut, wires } = start()
  const seen: number[] = []
  const through = 400
  for await (const { sequence } of follow(after => client.count({ after, through }))) {
    seen.push(sequence)
    if (seen.length % 19 === 0) cut()
  }
  expect(seen).toEqual(Array.from({ length: through }, (_, index) => index + 1))
  expect(wires.length).toBeGreaterThan(20)
})

test('closing the channel ends its streams and calls instead of trying for ever', async () => {
  const { client, channel } = start()
  const following = (async () => {
    for await (const _ of follow(after => client.count({ after, through: 1e9 }))) {
      if (channel.state === 'connected') channel.close()
    }
  })().catch(thrown => thrown)
  expect(isRpcError(await following, 'cancelled')).toBe(true)
  expect(isRpcError(await client.add({ a: 1, b: 1 }).catch(thrown => thrown), 'cancelled')).toBe(
    true,
  )
})

test('leaving an event stream ends it at the server', async () => {
  const { client } = start()
  for await (const { sequence } of await client.count({ after: 0, through: 1e9 })) {
    if (sequence === 3) break
  }
  await expect.poll(() => cancelled).toEqual(['count aborted'])
})

test('a wire over which nothing comes back is given up and opened again', async () => {
  const { client, control, wires } = start({ heartbeat: 10, silence: 40 })
  control.deaf = true
  await new Promise(resolve => setTimeout(resolve, 1))
  wires[0]?.close()
  await expect.poll(() => wires.length).toBeGreaterThanOrEqual(2)
  const call = client.add({ a: 1, b: 1 }).catch(thrown => thrown)
  expect(isRpcError(await call, 'disconnected')).toBe(true)
  control.deaf = false
  expect(await client.add({ a: 1, b: 2 }).catch(() => client.add({ a: 1, b: 2 }))).toBe(3)
})

test('a wire that answers is kept, however long no call is made', async () => {
  const { client, wires } = start({ heartbeat: 10, silence: 40 })
  await client.add({ a: 1, b: 1 })
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(wires).toHaveLength(1)
})

test('a frame that makes no sense closes its wire and harms nobody else', async () => {
  const { client, wires } = start()
  await client.add({ a: 1, b: 1 })
  for (const nonsense of ['{', 'null', '[]', '{"i":1}', new Uint8Array([0xff, 1, 2]), '~']) {
    const before = wires.length
    await wires.at(-1)?.send(nonsense)
    await expect.poll(() => wires.length, { message: String(nonsense) }).toBe(before + 1)
    expect(await client.add({ a: 4, b: 4 })).toBe(8)
  }
})

test('every call of both contracts has a name, an output and known failure codes', () => {
  const names: string[] = []
  const walk = (part: unknown, path: string) => {
    const definition = (part as { '~orpc'?: { errorMap: object; outputSchema?: unknown } })['~orpc']
    if (!definition) {
      for (const [key, inner] of Object.entries(part as object)) walk(inner, `${path}.${key}`)
      return
    }
    names.push(path)
    expect(definition.outputSchema, path).toBeDefined()
  }
  walk(hostContract, 'host')
  walk(engineContract, 'engine')
  expect(names).toContain('host.files.save')
  expect(names).toContain('engine.runs.events')
})
