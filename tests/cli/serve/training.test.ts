// From a page's call to a trained run, through host, pipe, engine and trainer.
import { readFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { socketProtocols } from '../../../shared/rpc/access.ts'
import { openChannel } from '../../../shared/rpc/channel.ts'
import type { EngineClient, engineContract } from '../../../shared/rpc/contract.ts'
import { follow } from '../../../shared/rpc/follow.ts'
import { isRpcError } from '../../../shared/rpc/rpc-error.ts'
import { openSocketWire, type SocketLike } from '../../../shared/rpc/wire.ts'
import type { RunRecord } from '../../../shared/runs/events.ts'
import { startTestHost, type TestHost } from './test-host.ts'

let running: TestHost
let engine: EngineClient
beforeEach(async () => {
  running = await startTestHost()
  engine = running.openEngine().client
})
afterEach(() => running.close())

function small(epochs: number, count: number): NetworkDocument {
  return {
    format: 'layerloom',
    version: 1,
    name: 'Small net',
    nodes: [
      { id: 'image', type: 'input', params: { shape: [28, 28, 1] } },
      { id: 'conv', type: 'conv2d', params: { filters: 4, kernelSize: 5, activation: 'relu' } },
      { id: 'pool', type: 'maxPooling2d', params: { poolSize: 2 } },
      { id: 'flat', type: 'flatten' },
      { id: 'scores', type: 'dense', params: { units: 10, activation: 'softmax' } },
    ],
    edges: [
      { source: 'image', target: 'conv' },
      { source: 'conv', target: 'pool' },
      { source: 'pool', target: 'flat' },
      { source: 'flat', target: 'scores' },
    ],
    training: {
      dataset: { kind: 'glyphs', count },
      loss: 'categoricalCrossentropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      epochs,
      batchSize: 32,
      seed: 1,
    },
  }
}

async function watch(
  runId: string,
  client: EngineClient = engine,
  onRecord: (record: RunRecord) => void = () => {},
): Promise<RunRecord[]> {
  const records: RunRecord[] = []
  for await (const record of follow(after => client.runs.events({ runId, after }))) {
    records.push(record)
    onRecord(record)
  }
  return records
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    thrown => thrown,
  )

async function logOf(runId: string): Promise<RunRecord[]> {
  const text = await readFile(join(running.work, 'runs', runId, 'events.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as RunRecord)
}

test('a run trains, tells its records in order, and has a confusion matrix over all validation examples', async () => {
  const { runId } = await engine.train.start({ document: small(2, 1000) })
  expect(runId).toBe('small-net-1')
  const records = await watch(runId)
  expect(records.map(record => record.sequence)).toEqual(records.map((_, index) => index + 1))
  expect(records.at(-1)).toMatchObject({ event: 'end', reason: 'finished' })
  const details = await engine.runs.get({ runId })
  expect(details).toMatchObject({ state: 'finished', epoch: 2, epochs: 2, resumeStep: null })
  expect(details.document.nodes).toHaveLength(5)
  const confusion = await engine.runs.confusion({ runId })
  const total = confusion?.matrix.flat().reduce((sum, value) => sum + value, 0)
  // A tenth of 1,000 is held back.
  expect(total).toBe(100)

  // Its last layer as a convolution over the whole map: a further run with what this one has learnt.
  const rule = { runId, node: 'scores', rule: 'dense-to-convolution' }
  const rewritten = await engine.runs.rewrite(rule)
  expect(rewritten.runId).toBe('small-net-2')
  const other = await engine.runs.get(rewritten)
  expect(other).toMatchObject({ state: 'finished', epoch: 2 })
  expect(other.document.nodes).toContainEqual(
    expect.objectContaining({ id: 'scores', type: 'conv2d' }),
  )
  expect(await failure(engine.runs.rewrite({ ...rule, rule: 'split-kernel' }))).toMatchObject({
    code: 'document',
  })
})

test('kill -9 of the engine: told within a second, the run can go on from its checkpoint and finishes', async () => {
  const { runId } = await engine.train.start({ document: small(40, 4000) })
  let killed = 0
  const records = await watch(runId, engine, record => {
    if (killed || record.event !== 'progress' || record.step < 20) return
    killed = Date.now()
    process.kill(running.host.enginePid ?? 0, 'SIGKILL')
  })
  expect(running.engineStates.find(state => state.state === 'died')?.since).toBeLessThan(
    killed + 1000,
  )
  expect(records.some(record => record.event === 'end')).toBe(false)
  await expect
    .poll(() => engine.runs.get({ runId }), { timeout: 5000 })
    .toMatchObject({ state: 'interrupted' })
  const interrupted = await engine.runs.get({ runId })
  expect(interrupted.resumeStep).toBeGreaterThanOrEqual(20)
  expect(interrupted.message).toContain(interrupted.resumeStep?.toLocaleString('en-US'))
  await engine.train.resume({ runId })
  const stopping = watch(runId, engine, record => {
    if (record.event === 'epoch' && record.epoch === 2) void engine.train.stop({ runId })
  })
  const second = await stopping
  expect(second.find(record => record.event === 'start' && record.resumed)).toMatchObject({
    step: interrupted.resumeStep,
  })
  expect(second.at(-1)).toMatchObject({ event: 'end', reason: 'stopped' })
  expect(await engine.runs.get({ runId })).toMatchObject({ state: 'stopped' })
})

test('one run trains at a time; the next waits, can be taken out, and begins by itself', async () => {
  const first = await engine.train.start({ document: small(200, 4000) })
  const second = await engine.train.start({ document: small(1, 200) })
  const third = await engine.train.start({ document: small(1, 200), name: 'chosen' })
  expect([second.runId, third.runId]).toEqual(['small-net-2', 'chosen'])
  expect(await engine.status()).toMatchObject({
    running: first.runId,
    queued: ['small-net-2', 'chosen'],
  })
  const taken = await failure(engine.train.start({ document: small(1, 200), name: 'Chosen' }))
  expect(isRpcError(taken, 'already-exists')).toBe(true)
  expect((await engine.train.stop({ runId: second.runId })).state).toBe('stopped')
  const waiting = watch(third.runId)
  expect(isRpcError(await failure(engine.runs.remove({ runId: first.runId })), 'run-state')).toBe(
    true,
  )
  expect(isRpcError(await failure(engine.runs.remove({ runId: third.runId })), 'run-state')).toBe(
    true,
  )
  await engine.train.stop({ runId: first.runId })
  expect((await waiting).at(-1)).toMatchObject({ event: 'end', reason: 'finished' })
  await engine.runs.remove({ runId: third.runId })
  expect((await engine.runs.list()).map(run => run.runId)).not.toContain('chosen')
})

test('what cannot train is refused at the call, with the reason', async () => {
  const good = small(1, 200)
  const bad: [string, Partial<NetworkDocument>][] = [
    ['no nodes', { nodes: [], edges: [] }],
    ['a wire to nowhere', { edges: [...good.edges, { source: 'image', target: 'nobody' }] }],
    ['a foreign format', { format: 'other' as 'layerloom' }],
  ]
  for (const [what, change] of bad) {
    const error = await failure(engine.train.start({ document: { ...good, ...change } }))
    expect(isRpcError(error, 'document'), `${what}: ${error}`).toBe(true)
    expect(error.message.length, what).toBeGreaterThan(20)
  }
  const missing = await failure(engine.runs.get({ runId: 'nobody' }))
  expect(isRpcError(missing, 'not-found')).toBe(true)
  for (const runId of ['../x', 'a/b', '.x', '', 'x'.repeat(200)]) {
    expect(isRpcError(await failure(engine.runs.get({ runId })), 'bad-request'), runId).toBe(true)
  }
})

test('data is shown with its counts and pictures, or refused with the file that is wrong', async () => {
  const data = await engine.data.inspect({ dataset: { kind: 'glyphs', count: 300 }, pictures: 10 })
  expect(data).toMatchObject({ shape: [28, 28, 1], counts: { training: 270, validation: 30 } })
  expect(data.classCounts.reduce((sum, count) => sum + count, 0)).toBe(270)
  expect(data.pictures?.labels).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(data.pictures?.pixels.size).toBe(10 * 28 * 28)
  const pixels = new Uint8Array((await data.pictures?.pixels.arrayBuffer()) ?? new ArrayBuffer(0))
  expect(Math.max(...pixels)).toBeGreaterThan(200)
  const error = await failure(engine.data.inspect({ dataset: { kind: 'idx', path: 'no-such' } }))
  expect(isRpcError(error, 'data')).toBe(true)
})

test('a run and a drawing leave as one zip each, with the files of the command line’s export', async () => {
  const { runId } = await engine.train.start({ document: small(1, 200) })
  await watch(runId)
  const run = await engine.export.typescript({ runId })
  const drawing = await engine.export.savedModel({ document: small(1, 200) })
  expect([run.name, drawing.name]).toEqual(['small-net-typescript.zip', 'small-net-savedmodel.zip'])
  const files = async (file: { arrayBuffer(): Promise<ArrayBuffer> }) =>
    Object.keys(unzipSync(new Uint8Array(await file.arrayBuffer())))
  expect(await files(run.file)).toContain('small-net-typescript/package.json')
  expect(await files(drawing.file)).toContain('small-net-savedmodel/saved_model.pb')
  const missing = await failure(engine.export.typescript({ runId: 'nobody' }))
  expect(isRpcError(missing, 'not-found')).toBe(true)
})

/** Passes bytes on and cuts after a chance number of them. */
function createCuttingProxy(target: number, cuts: number) {
  let left = cuts
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1')
    sockets.add(near).add(far)
    let budget = left > 0 ? 1500 + Math.random() * 6000 : Number.POSITIVE_INFINITY
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    far.on('data', part => {
      budget -= part.length
      near.write(budget > 0 ? part : part.subarray(0, Math.max(0, part.length + budget)))
      if (budget > 0) return
      left -= 1
      cut()
    })
    near.on('data', part => far.write(part))
    for (const socket of [near, far]) socket.on('error', cut).on('close', cut)
  })
  return {
    cutsLeft: () => left,
    listen: () =>
      new Promise<number>(resolve => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
      }),
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

test('a page whose connection is cut at random bytes again and again sees the engine’s log exactly (F16)', async () => {
  const proxy = createCuttingProxy(running.host.port, 12)
  const port = await proxy.listen()
  const { host } = running
  const channel = openChannel<typeof engineContract>({
    retry: { first: 5, longest: 50 },
    open: () => {
      // Host and Origin are the host's own; only the bytes go through the proxy.
      const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, socketProtocols(host.token), {
        origin: host.origin,
        headers: { host: `127.0.0.1:${host.port}` },
      })
      return openSocketWire(socket as unknown as SocketLike)
    },
  })
  const { runId } = await engine.train.start({ document: small(60, 600) })
  const records = await watch(runId, channel.client)
  channel.close()
  proxy.close()
  const log = await logOf(runId)
  expect(records.map(record => record.sequence)).toEqual(log.map(record => record.sequence))
  expect(records).toEqual(log)
  expect(proxy.cutsLeft()).toBeLessThan(8)
})
