import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostClient } from '../../../shared/rpc/contract.ts'
import { follow } from '../../../shared/rpc/follow.ts'
import type { HostEvent } from '../../../shared/rpc/host-contract.ts'
import { isRpcError } from '../../../shared/rpc/rpc-error.ts'
import { startTestHost, type TestHost } from './test-host.ts'

let running: TestHost
let client: HostClient
beforeEach(async () => {
  running = await startTestHost()
  client = running.openHost().client
})
afterEach(() => running.close())

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    thrown => thrown,
  )

test('a saved document opens with the same text and hash, is listed and is recent', async () => {
  const text = '{"name":"Grüße"}\n'
  const saved = await client.files.save({ path: 'a/lenet.loom.json', text, expectedHash: null })
  expect(saved.hash).toBe(sha256(text))
  const opened = await client.files.open({ path: 'a/lenet.loom.json' })
  expect(opened).toMatchObject({ text, hash: saved.hash, writable: true, openElsewhere: false })
  expect(await client.files.list()).toMatchObject([{ path: 'a/lenet.loom.json', name: 'lenet' }])
  expect(await client.files.recent()).toMatchObject([{ path: 'a/lenet.loom.json' }])
})

test('a file that another program changed is not overwritten unseen', async () => {
  const path = 'x.loom.json'
  const first = await client.files.save({ path, text: 'one', expectedHash: null })
  await writeFile(join(running.work, path), 'theirs')
  const error = await failure(client.files.save({ path, text: 'two', expectedHash: first.hash }))
  expect(isRpcError(error, 'conflict')).toBe(true)
  expect(error.detail).toEqual({ path, hash: sha256('theirs') })
  expect(await readFile(join(running.work, path), 'utf8')).toBe('theirs')
  await client.files.save({ path, text: 'two', expectedHash: first.hash, overwrite: true })
  expect(await readFile(join(running.work, path), 'utf8')).toBe('two')
  expect(await readFile(join(running.work, `${path}.previous`), 'utf8')).toBe('theirs')
})

test('a file that was removed meanwhile, or exists unexpectedly, is a conflict', async () => {
  const path = 'x.loom.json'
  const { hash } = await client.files.save({ path, text: 'one', expectedHash: null })
  expect(
    isRpcError(
      await failure(client.files.save({ path, text: 'b', expectedHash: null })),
      'conflict',
    ),
  ).toBe(true)
  await rm(join(running.work, path))
  const error = await failure(client.files.save({ path, text: 'b', expectedHash: hash }))
  expect(error).toMatchObject({ code: 'conflict', detail: { path, hash: null } })
})

test('of a hundred saves at once from two windows exactly one wins, and nothing is torn', async () => {
  const path = 'x.loom.json'
  const other = running.openHost().client
  const { hash } = await client.files.save({ path, text: 'start', expectedHash: null })
  const texts = Array.from({ length: 100 }, (_, index) => String(index).repeat(20_000))
  const saves = texts.map((text, index) =>
    (index % 2 ? other : client).files.save({ path, text, expectedHash: hash }).then(
      () => text,
      thrown => (isRpcError(thrown, 'conflict') ? undefined : Promise.reject(thrown)),
    ),
  )
  const winners = (await Promise.all(saves)).filter(text => text !== undefined)
  expect(winners).toHaveLength(1)
  expect(await readFile(join(running.work, path), 'utf8')).toBe(winners[0])
})

test('a window is told within two seconds when its file is changed or removed by others', async () => {
  const path = 'x.loom.json'
  await client.files.save({ path, text: 'one', expectedHash: null })
  const seen: HostEvent[] = []
  const abort = new AbortController()
  const open = (after: number) =>
    client.events(after === 0 ? {} : { after }, { signal: abort.signal })
  const listening = (async () => {
    for await (const event of follow(open, { signal: abort.signal })) {
      if (event.event === 'file') seen.push(event)
    }
  })()
  await new Promise(resolve => setTimeout(resolve, 1200))
  await writeFile(join(running.work, path), 'theirs')
  await expect.poll(() => seen, { timeout: 2500 }).toMatchObject([{ path, hash: sha256('theirs') }])
  await rm(join(running.work, path))
  await expect.poll(() => seen.at(-1), { timeout: 2500 }).toMatchObject({ path, hash: null })
  expect(seen).toHaveLength(2)
  abort.abort()
  await listening
})

test('a second window learns that the file is open in the first, until that one is gone', async () => {
  const path = 'x.loom.json'
  await client.files.save({ path, text: 'one', expectedHash: null })
  const second = running.openHost()
  expect((await second.client.files.open({ path })).openElsewhere).toBe(true)
  second.close()
  await expect
    .poll(async () => (await client.files.open({ path })).openElsewhere, { timeout: 3000 })
    .toBe(false)
})

test('renaming never replaces a file, and removing keeps it in .removed', async () => {
  await client.files.save({ path: 'a.loom.json', text: 'a', expectedHash: null })
  await client.files.save({ path: 'b.loom.json', text: 'b', expectedHash: null })
  const error = await failure(client.files.rename({ path: 'a.loom.json', to: 'b.loom.json' }))
  expect(isRpcError(error, 'already-exists')).toBe(true)
  await client.files.rename({ path: 'a.loom.json', to: 'c/d.loom.json' })
  expect(await readFile(join(running.work, 'c', 'd.loom.json'), 'utf8')).toBe('a')
  await client.files.remove({ path: 'b.loom.json' })
  expect((await client.files.list()).map(file => file.path)).toEqual(['c/d.loom.json'])
  const removed = (await readdir(join(running.work, '.removed')))[0] ?? ''
  expect(await readFile(join(running.work, '.removed', removed), 'utf8')).toBe('b')
  expect(isRpcError(await failure(client.files.open({ path: 'b.loom.json' })), 'not-found')).toBe(
    true,
  )
})

test('what is no text, too large or a folder is refused with a reason', async () => {
  await writeFile(join(running.work, 'bytes.loom.json'), Buffer.from([0xff, 0xfe, 0x00]))
  await writeFile(join(running.work, 'large.loom.json'), Buffer.alloc(17 * 1024 * 1024, 32))
  const codes = await Promise.all(
    ['bytes.loom.json', 'large.loom.json'].map(
      async path => (await failure(client.files.open({ path }))).code,
    ),
  )
  expect(codes).toEqual(['file', 'too-large'])
})

test('drafts of a window that is gone are offered to the next one, newest first', async () => {
  const crashed = running.openHost()
  const draft = { name: 'LeNet', path: null, baseHash: null, text: '{"a":1}' }
  await crashed.client.drafts.write({ ...draft, id: 'draft-one' })
  await crashed.client.drafts.write({ ...draft, id: 'draft-two', text: '{"a":2}' })
  expect((await client.drafts.list()).map(({ id, live }) => [id, live])).toEqual([
    ['draft-two', true],
    ['draft-one', true],
  ])
  crashed.close()
  await expect.poll(async () => (await client.drafts.list()).every(entry => !entry.live)).toBe(true)
  expect(await client.drafts.read({ id: 'draft-two' })).toMatchObject({ ...draft, text: '{"a":2}' })
  await client.drafts.discard({ id: 'draft-two' })
  expect(isRpcError(await failure(client.drafts.read({ id: 'draft-two' })), 'not-found')).toBe(true)
  expect(await client.drafts.list()).toHaveLength(1)
})

test('a damaged draft or settings file is moved aside, never deleted, and stops nothing', async () => {
  await client.drafts.write({ id: 'draft-one', name: 'x', path: null, baseHash: null, text: 'x' })
  await client.settings.write({ theme: 'dark' })
  const workspaces = join(running.folder, 'state', 'workspaces')
  const state = join(workspaces, (await readdir(workspaces))[0] ?? '')
  await writeFile(join(state, 'settings.json'), '{"theme":')
  await writeFile(join(state, 'drafts', 'draft-one.json'), '{"id":"dra')
  expect((await client.settings.read()).theme).toBe('system')
  expect(await client.drafts.list()).toEqual([])
  expect(await readFile(join(state, 'settings.json.damaged'), 'utf8')).toBe('{"theme":')
  expect(await readdir(join(state, 'drafts'))).toEqual(['draft-one.json.damaged'])
})

test('settings change part by part and have a limit', async () => {
  await Promise.all([
    client.settings.write({ theme: 'light' }),
    client.settings.write({ panels: { inspector: 384 } }),
    client.settings.write({ lastDocument: 'x.loom.json' }),
  ])
  expect(await client.settings.read()).toEqual({
    theme: 'light',
    panels: { inspector: 384 },
    lastDocument: 'x.loom.json',
    page: {},
  })
  const error = await failure(client.settings.write({ page: { much: 'x'.repeat(70_000) } }))
  expect(isRpcError(error, 'too-large')).toBe(true)
})

test('only its owner may read drafts and settings', async () => {
  await client.settings.write({ theme: 'dark' })
  const workspaces = join(running.folder, 'state', 'workspaces')
  const state = join(workspaces, (await readdir(workspaces))[0] ?? '')
  expect((await stat(state)).mode & 0o077).toBe(0)
  expect((await stat(join(state, 'settings.json'))).mode & 0o077).toBe(0)
})
