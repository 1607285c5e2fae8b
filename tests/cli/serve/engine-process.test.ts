// RELIABILITY F13: the engine dies or hangs, and everyone is told and helped.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { reasonOf } from '../../../cli/serve/death-reason.ts'
import { follow } from '../../../shared/rpc/follow.ts'
import type { HostEvent } from '../../../shared/rpc/host-contract.ts'
import { isRpcError } from '../../../shared/rpc/rpc-error.ts'
import { startTestHost, type TestHost } from './test-host.ts'

let running: TestHost | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
})

const root = fileURLToPath(new URL('../../../', import.meta.url))

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A zombie answers too.
    return !/^\d+ \(.*\) Z/.test(statOf(pid))
  } catch {
    return false
  }
}

function statOf(pid: number): string {
  const path = `/proc/${pid}/stat`
  return existsSync(path) ? String(process.getBuiltinModule('node:fs').readFileSync(path)) : ''
}

function collect(host: TestHost): { at: number; event: HostEvent }[] {
  const seen: { at: number; event: HostEvent }[] = []
  const { client } = host.openHost()
  void (async () => {
    for await (const event of follow(after => client.events(after === 0 ? {} : { after }))) {
      seen.push({ at: Date.now(), event })
    }
  })().catch(() => {})
  return seen
}

const states = (seen: readonly { event: HostEvent }[]) =>
  seen.flatMap(({ event }) => (event.event === 'engine' ? [event.engine.state] : []))

const ready = (host: TestHost) =>
  expect.poll(() => host.host.engineState.state, { timeout: 20_000 }).toBe('ready')

test('a killed engine is told to the page within a second, with the signal, and runs again within five', async () => {
  running = await startTestHost()
  const seen = collect(running)
  const engine = running.openEngine().client
  await ready(running)
  await engine.status()
  await expect.poll(() => states(seen)).toContain('ready')
  const first = running.host.enginePid ?? 0
  const killed = Date.now()
  process.kill(first, 'SIGKILL')
  await expect.poll(() => states(seen)).toContain('died')
  const death = seen.find(({ event }) => event.event === 'engine' && event.engine.state === 'died')
  expect((death?.at ?? 0) - killed).toBeLessThan(1000)
  expect(death?.event).toMatchObject({
    engine: { reason: { kind: 'signal', signal: 'SIGKILL', exitCode: null }, restarting: true },
  })
  await ready(running)
  expect(Date.now() - killed).toBeLessThan(5000)
  // The same client, over a socket of the new engine.
  expect((await engine.status()).running).toBeNull()
  expect(running.host.enginePid).not.toBe(first)
  expect(isAlive(first)).toBe(false)
})

test.each([
  ['SIGSEGV', 'signal'],
  ['SIGABRT', 'signal'],
  ['SIGTERM', 'signal'],
] as const)('%s is named as what it was', async (signal, kind) => {
  running = await startTestHost()
  await ready(running)
  process.kill(running.host.enginePid ?? 0, signal)
  await expect
    .poll(() => running?.engineStates.find(state => state.state === 'died'))
    .toMatchObject({
      reason: { kind, signal },
    })
})

test('an engine that hangs is noticed within ten seconds, ended and replaced', async () => {
  running = await startTestHost()
  await ready(running)
  const pid = running.host.enginePid ?? 0
  const stopped = Date.now()
  process.kill(pid, 'SIGSTOP')
  await expect
    .poll(() => running?.engineStates.find(state => state.state === 'died'), { timeout: 15_000 })
    .toMatchObject({ reason: { kind: 'hang', signal: 'SIGKILL' } })
  expect(Date.now() - stopped).toBeLessThan(10_500)
  expect(isAlive(pid)).toBe(false)
  await ready(running)
})

test('an engine that dies a fourth time stays down until someone asks for it', async () => {
  running = await startTestHost({ engineTimes: { rest: 10 } })
  const { client } = running.openHost()
  for (let death = 1; death <= 4; death += 1) {
    await ready(running)
    process.kill(running.host.enginePid ?? 0, 'SIGKILL')
    await expect
      .poll(() => running?.engineStates.filter(state => state.state === 'died').length)
      .toBe(death)
  }
  await new Promise(resolve => setTimeout(resolve, 500))
  expect(running.host.engineState).toMatchObject({ state: 'died', restarting: false })
  const engine = running.openEngine().client
  const calling = engine.status()
  await client.engine.restart()
  expect((await calling).running).toBeNull()
})

test('an engine that cannot start is given up, and the host lives', async () => {
  running = await startTestHost({
    engineMain: join(root, 'no', 'such', 'engine.ts'),
    engineTimes: { rest: 10 },
  })
  await expect
    .poll(() => running?.host.engineState, { timeout: 20_000 })
    .toMatchObject({ state: 'died', restarting: false, reason: { kind: 'exit', exitCode: 1 } })
  const { client } = running.openHost()
  expect((await client.info()).engine.state).toBe('died')
  expect(await client.files.list()).toEqual([])
})

test('a call to an engine that is down rejects when its time is over, not before', async () => {
  running = await startTestHost({
    engineMain: join(root, 'no-engine.ts'),
    engineTimes: { rest: 10 },
  })
  const error = await running
    .openEngine()
    .client.status()
    .catch(thrown => thrown)
  expect(isRpcError(error, 'unreachable')).toBe(true)
})

describe('the reason of a death', () => {
  const end = {
    exitCode: null,
    signal: null,
    lastWords: '',
    killedFor: undefined,
    memoryKills: false,
  }

  test('is want of memory where the system or the program says so', () => {
    expect(reasonOf({ ...end, signal: 'SIGKILL', memoryKills: true }).kind).toBe('out-of-memory')
    const words =
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'
    expect(reasonOf({ ...end, signal: 'SIGABRT', lastWords: words }).kind).toBe('out-of-memory')
    expect(reasonOf({ ...end, exitCode: 1, lastWords: 'std::bad_alloc' }).kind).toBe(
      'out-of-memory',
    )
  })

  test('is not want of memory where somebody killed it while memory was fine', () => {
    expect(reasonOf({ ...end, signal: 'SIGKILL' }).kind).toBe('signal')
    expect(reasonOf({ ...end, signal: 'SIGSEGV', memoryKills: true }).kind).toBe('signal')
    expect(reasonOf({ ...end, exitCode: 3 })).toMatchObject({ kind: 'exit', exitCode: 3 })
  })
})

describe('nothing is left behind', () => {
  async function startServe(): Promise<{ child: ChildProcess; folder: string; engine: number }> {
    const folder = await mkdtemp(join(tmpdir(), 'layerloom-serve-'))
    const program = `
      import { startHost } from '${root}cli/serve/host.ts'
      import { closeOnce, untilStopped } from '${root}cli/serve/command.ts'
      const stopped = untilStopped()
      const host = await startHost({ folder: '${folder}/work', state: '${folder}/state', page: '${folder}/page' })
      while (host.engineState.state !== 'ready') await new Promise(resolve => setTimeout(resolve, 20))
      console.log('engine', host.enginePid)
      await stopped
      await closeOnce(host)
      process.exit(0)`
    const { mkdir, writeFile } = await import('node:fs/promises')
    await mkdir(join(folder, 'page'))
    await writeFile(join(folder, 'page', 'index.html'), '<!doctype html>')
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const engine = await new Promise<number>(resolve => {
      let text = ''
      child.stdout?.on('data', part => {
        text += String(part)
        const pid = /engine (\d+)/.exec(text)?.[1]
        if (pid) resolve(Number(pid))
      })
    })
    return { child, folder, engine }
  }

  const exit = (child: ChildProcess) =>
    new Promise<number | null>(resolve => {
      child.once('exit', code => resolve(code))
    })

  test.each(['SIGTERM', 'SIGINT', 'SIGKILL', 'disconnect'] as const)(
    'when the host ends by %s its engine ends too',
    async how => {
      const { child, folder, engine } = await startServe()
      expect(isAlive(engine)).toBe(true)
      const ended = exit(child)
      if (how === 'disconnect') child.disconnect()
      else child.kill(how)
      const code = await ended
      if (how !== 'SIGKILL') expect(code).toBe(0)
      await expect.poll(() => isAlive(engine), { timeout: 5000 }).toBe(false)
      await rm(folder, { recursive: true, force: true })
    },
  )

  test('a dozen hosts in a row leave no process', async () => {
    const { child, folder } = await startServe()
    const ended = exit(child)
    const pids: number[] = []
    child.kill('SIGTERM')
    await ended
    for (let round = 0; round < 12; round += 1) {
      const next = await startServe()
      pids.push(next.engine)
      const gone = exit(next.child)
      next.child.kill(round % 2 ? 'SIGKILL' : 'SIGTERM')
      await gone
      await rm(next.folder, { recursive: true, force: true })
    }
    await expect.poll(() => pids.filter(isAlive), { timeout: 5000 }).toEqual([])
    await rm(folder, { recursive: true, force: true })
  })
})

test('its token is in no argument and no environment of the engine', async () => {
  running = await startTestHost()
  await ready(running)
  const pid = running.host.enginePid ?? 0
  const seen = await Promise.all(
    ['cmdline', 'environ'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8')),
  )
  expect(seen.join('\n')).toContain('engine/main.ts')
  expect(seen.join('\n')).not.toContain(running.host.token)
  expect(seen.join('\n')).not.toMatch(/[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/)
})
