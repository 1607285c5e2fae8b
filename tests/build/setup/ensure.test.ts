import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { ensure, type Step } from '../../../build/setup/ensure.mjs'
import { isRunning, type ProcessName } from '../../../build/setup/lock.mjs'
import { createProgress } from '../../../build/setup/progress.mjs'
import { putFile, temporaryFolder, temporarySite } from './temporary-site.ts'

const slowSetup = fileURLToPath(new URL('slow-setup.mjs', import.meta.url))

test('steps are made in order, once, with one line each', async () => {
  const site = temporarySite()
  const made: string[] = []
  const steps = [step('first', made), step('second', made)]
  const { progress, text } = recorded()
  await ensure(site, steps, progress)
  expect(made).toEqual(['first', 'second'])
  expect(text()).toMatch(/ {2}✓ first +0\.\d s\n {2}✓ second +0\.\d s\n$/)

  const again = recorded()
  await ensure(site, steps, again.progress)
  expect(made).toEqual(['first', 'second'])
  expect(again.text()).toBe('')
})

test('a step is made again when what it comes from has changed', async () => {
  const site = temporarySite()
  const made: string[] = []
  const steps = [step('first', made), step('second', made)]
  await ensure(site, steps, recorded().progress)
  await ensure(site, [step('first', made), step('second', made, { from: () => 'new' })], quiet())
  expect(made).toEqual(['first', 'second', 'second'])
})

test('a step is made again when its product is gone', async () => {
  const site = temporarySite()
  const made: string[] = []
  const product = join(site.checkout, 'product')
  const make = async () => {
    made.push('it')
    putFile(product)
    return {}
  }
  const steps = [step('it', made, { make, isWhole: () => existsSync(product) })]
  await ensure(site, steps, quiet())
  rmSync(product)
  await ensure(site, steps, quiet())
  expect(made).toEqual(['it', 'it'])
})

test('after a failure the next set-up goes on at the step that failed', async () => {
  const site = temporarySite()
  const made: string[] = []
  const failing = step('second', made, { make: () => Promise.reject(new Error('no network')) })
  const { progress, text } = recorded()
  await expect(ensure(site, [step('first', made), failing], progress)).rejects.toThrow('no network')
  expect(text()).toContain('✗ second')
  await ensure(site, [step('first', made), step('second', made)], quiet())
  expect(made).toEqual(['first', 'second'])
})

test('a step that fails after a good one of it leaves no stamp behind', async () => {
  const site = temporarySite()
  const made: string[] = []
  await ensure(site, [step('it', made)], quiet())
  const make = () => Promise.reject(new Error('half made'))
  const failing = ensure(site, [step('it', made, { make, from: () => 'new' })], quiet())
  await expect(failing).rejects.toThrow('half made')
  await ensure(site, [step('it', made)], quiet())
  expect(made).toEqual(['it', 'it'])
})

test('too little disk space is said before anything is made', async () => {
  const site = temporarySite()
  const made: string[] = []
  const space = { folder: 'cache', megabytes: 1_000_000_000 } as const
  await expect(ensure(site, [step('huge', made, { space })], quiet())).rejects.toThrow(
    /has [\d,]+ MB free; “huge” needs 1,000,000,000 MB/,
  )
  expect(made).toEqual([])
})

test('two set-ups at once make each step once, and the second says that it waits', async () => {
  const checkout = temporaryFolder()
  const first = setup(checkout, 1_500)
  await vi.waitUntil(() => existsSync(join(checkout, 'started')), { timeout: 20_000 })
  const second = setup(checkout, 0)
  expect(await exitCode(first.child)).toBe(0)
  expect(await exitCode(second.child)).toBe(0)
  expect(second.text()).toContain(`(process ${first.child.pid}); waiting`)
  expect(readFileSync(join(checkout, 'made'), 'utf8')).toBe('quick\nslow\n')
})

test('a set-up that was killed is gone on with, and its child with it', async () => {
  const checkout = temporaryFolder()
  const killed = setup(checkout, 60_000)
  await vi.waitUntil(() => childIn(checkout) !== null, { timeout: 20_000 })
  const orphan = childIn(checkout)
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  expect(await exitCode(setup(checkout, 0).child)).toBe(0)
  expect(readFileSync(join(checkout, 'made'), 'utf8')).toBe('quick\nslow\n')
  expect(orphan && isRunning(orphan)).toBe(false)
})

test('an interruption ends the child, opens the lock and says how to go on', async () => {
  const checkout = temporaryFolder()
  const { child, text } = setup(checkout, 60_000)
  await vi.waitUntil(() => childIn(checkout) !== null, { timeout: 20_000 })
  const running = childIn(checkout)
  child.kill('SIGINT')
  expect(await exitCode(child)).toBe(130)
  expect(text()).toContain('The same command goes on from here.')
  expect(readdirSync(join(checkout, '.cache'))).toEqual(['setup.log'])
  await vi.waitUntil(() => running && !isRunning(running), { timeout: 5_000 })
})

function step(name: string, made: string[], changes: Partial<Step> = {}): Step {
  const make = async () => {
    made.push(name)
    return {}
  }
  return { name, title: () => name, from: () => '1', isWhole: () => true, make, ...changes }
}

function recorded() {
  let written = ''
  const write = (text: string | Uint8Array) => {
    written += text
    return true
  }
  return { progress: createProgress({ write, isTTY: false, columns: 80 }), text: () => written }
}

function quiet() {
  return recorded().progress
}

function setup(checkout: string, milliseconds: number) {
  const child = spawn(process.execPath, [slowSetup, checkout, String(milliseconds)])
  let written = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    written += text
  })
  return { child, text: () => written }
}

function childIn(checkout: string): ProcessName | null {
  try {
    return JSON.parse(readFileSync(join(checkout, '.cache/setup.lock'), 'utf8')).child
  } catch {
    return null
  }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? (await once(child, 'close'))[0]
}
