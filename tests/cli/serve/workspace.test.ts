// RELIABILITY T5 and T6: a page's path never leads out of the workspace.
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isInside, openWorkspace, resolveDocument } from '../../../cli/serve/workspace.ts'
import type { HostClient } from '../../../shared/rpc/contract.ts'
import { isRpcError } from '../../../shared/rpc/rpc-error.ts'
import { startTestHost, type TestHost } from './test-host.ts'

const secret = '{"secret":true}'
let running: TestHost
let client: HostClient

beforeAll(async () => {
  running = await startTestHost()
  client = running.openHost().client
  const { folder, work } = running
  for (const name of ['outside', 'work-evil']) {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'secret.loom.json'), secret)
  }
  await writeFile(join(folder, 'secret.loom.json'), secret)
  await mkdir(join(work, 'inner'), { recursive: true })
  await writeFile(join(work, 'fine.loom.json'), '{"fine":true}')
  await writeFile(join(work, 'inner', 'fine.loom.json'), '{"fine":true}')
  await symlink(join(folder, 'outside'), join(work, 'linked'))
  await symlink(join(folder, 'outside', 'secret.loom.json'), join(work, 'linked.loom.json'))
  await symlink(join(work, 'fine.loom.json'), join(work, 'inward.loom.json'))
  await symlink(join(work, 'inner'), join(work, 'inner-link'))
  await symlink('/nonexistent/x.loom.json', join(work, 'dangling.loom.json'))
  await mkdir(join(work, '.hidden'))
  await writeFile(join(work, '.hidden', 'x.loom.json'), secret)
})
afterAll(() => running.close())

/** Ways out, in every spelling that some server fell for. */
function hostilePaths(folder: string): string[] {
  const ups = [
    '..',
    '%2e%2e',
    '%252e%252e',
    '..%2f',
    '..%5c',
    '%2e.',
    '.%2e',
    '..;',
    '...',
    '. .',
    '.. ',
    ' ..',
    '..\u0000',
    '\u2024\u2024',
    '\uff0e\uff0e',
    '..\\',
    '..\\..',
    '%c0%ae%c0%ae',
    '..%c0%af',
    '..%00',
    '.\u200b.',
  ]
  const separators = ['/', '\\', '//', '/./', '%2f', '%5c', '\\/', '%252f', '\u2215', '\uff0f']
  const targets = ['secret.loom.json', 'outside/secret.loom.json', 'work-evil/secret.loom.json']
  const relative = ups.flatMap(up =>
    separators.flatMap(separator =>
      targets.flatMap(target => [
        `${up}${separator}${target}`,
        `inner${separator}${up}${separator}${up}${separator}${target}`,
      ]),
    ),
  )
  const absolute = targets.flatMap(target => [
    `${folder}/${target}`,
    `/${folder}/${target}`,
    `file://${folder}/${target}`,
    `C:${folder}/${target}`,
    `C:\\${target}`,
    `\\\\server\\share\\${target}`,
    `//server/${target}`,
    `~/${target}`,
    `/proc/self/root${folder}/${target}`,
    `${folder}/work/../${target}`,
    `${folder}/work-evil/../${target}`,
    `$HOME/${target}`,
  ])
  const links = [
    'linked/secret.loom.json',
    'linked.loom.json',
    'inward.loom.json',
    'inner-link/fine.loom.json',
    'dangling.loom.json',
    'inner-link/../../secret.loom.json',
    'linked/../secret.loom.json',
  ]
  const names = [
    '',
    '/',
    '.',
    '..',
    './',
    '../',
    './fine.loom.json',
    'inner/./fine.loom.json',
    'inner//fine.loom.json',
    'inner/',
    'fine.loom.json/',
    'fine.loom.json/..',
    'fine.loom.json\u0000',
    'fine\u0000.loom.json',
    '\u0000fine.loom.json',
    '.hidden/x.loom.json',
    '.loom.json',
    '.fine.loom.json',
    'fine.loom.json.',
    'fine.loom.json ',
    'fine.json',
    'fine.loom',
    'settings.json',
    'con.loom.json',
    'NUL.loom.json',
    'aux/x.loom.json',
    'com1.loom.json',
    'lpt9.x.loom.json',
    'a:b.loom.json',
    'a\nb.loom.json',
    'a\rb.loom.json',
    'a\tb.loom.json',
    'a\u202eb.loom.json',
    'a*b.loom.json',
    'a?b.loom.json',
    'a|b.loom.json',
    'a<b.loom.json',
    'a"b.loom.json',
    `${'a'.repeat(300)}.loom.json`,
    `${'a/'.repeat(400)}x.loom.json`,
    'fine.loom.json::$DATA',
    'inner /x.loom.json',
    'inner./x.loom.json',
  ]
  return [...relative, ...absolute, ...links, ...names]
}

// Percent signs are letters in a file's name: such a path stays inside and simply names nothing.
const refusals = ['outside-workspace', 'not-found', 'bad-request', 'file']

test('no spelling of a way out opens, saves, renames or removes a file outside', async () => {
  const paths = hostilePaths(await realpath(running.folder))
  expect(paths.length).toBeGreaterThanOrEqual(300)
  let outside = 0
  for (const path of paths) {
    const opened = await client.files.open({ path }).then(
      file => file.text,
      thrown => thrown,
    )
    expect(isRpcError(opened), JSON.stringify(path)).toBe(true)
    expect(refusals, JSON.stringify(path)).toContain(opened.code)
    if (opened.code === 'outside-workspace') outside += 1
    await client.files.rename({ path, to: 'taken.loom.json' }).catch(thrown => {
      expect(refusals).toContain(thrown.code)
    })
    await client.files.remove({ path }).catch(thrown => expect(refusals).toContain(thrown.code))
    await client.files
      .save({ path, text: 'x', expectedHash: null, overwrite: true })
      .catch(thrown => expect(refusals).toContain(thrown.code))
    await client.files.rename({ path: 'fine.loom.json', to: path }).then(
      () => client.files.rename({ path, to: 'fine.loom.json' }),
      thrown => expect([...refusals, 'already-exists']).toContain(thrown.code),
    )
  }
  expect(outside).toBeGreaterThan(300)
  for (const name of ['outside', 'work-evil', '.']) {
    const file = join(running.folder, name, 'secret.loom.json')
    expect(await readFile(file, 'utf8'), file).toBe(secret)
  }
  expect((await readdir(running.folder)).sort()).toEqual(
    ['outside', 'page', 'secret.loom.json', 'state', 'work', 'work-evil'].sort(),
  )
  expect(await readdir(join(running.folder, 'outside'))).toEqual(['secret.loom.json'])
})

test('a percent sign is a letter of a name and is never decoded', async () => {
  const path = '%2e%2e.loom.json'
  await client.files.save({ path, text: 'x', expectedHash: null, overwrite: true })
  expect(await readFile(join(running.work, path), 'utf8')).toBe('x')
})

test('names of every script and with spaces are fine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-names-'))
  const workspace = await openWorkspace(folder)
  for (const path of [
    'a b.loom.json',
    'ü/ß.loom.json',
    '网络.loom.json',
    'a/b/c/d.loom.json',
    "it's (1).loom.json",
  ]) {
    expect(await resolveDocument(workspace, path)).toBe(join(workspace.folder, ...path.split('/')))
  }
  await rm(folder, { recursive: true })
})

test('a sibling whose name begins with the folder’s is not inside it', () => {
  expect(isInside('/work', '/work-evil/x')).toBe(false)
  expect(isInside('/work', '/work/../work-evil')).toBe(false)
  expect(isInside('/work', '/work')).toBe(false)
  expect(isInside('/work', '/')).toBe(false)
  expect(isInside('/work', '/work/..x/y')).toBe(true)
  expect(isInside('/work', '/work/x')).toBe(true)
})

test('runs are listed by the engine and written by trainers: documents cannot be saved into them', async () => {
  for (const path of ['runs/a/document.loom.json', 'RUNS/x.loom.json', 'runs/x.loom.json']) {
    const error = await client.files
      .save({ path, text: 'x', expectedHash: null })
      .catch(thrown => thrown)
    expect(isRpcError(error, 'outside-workspace'), path).toBe(true)
  }
})

test('no call reaches the host’s own settings or token (T6)', async () => {
  await client.settings.write({ theme: 'dark' })
  const names = ['settings.json', 'recent.json', 'hosts/1.json', '../state/settings.loom.json']
  for (const path of names) {
    const error = await client.files
      .save({ path, text: '{}', expectedHash: null, overwrite: true })
      .catch(thrown => thrown)
    expect(isRpcError(error, 'outside-workspace'), path).toBe(true)
  }
  const ids = ['../settings', '..%2fsettings', 'a/../../settings', '.', '', 'x'.repeat(65)]
  for (const id of ids) {
    const draft = { id, name: 'x', path: null, baseHash: null, text: '{}' }
    const error = await client.drafts.write(draft).catch(thrown => thrown)
    expect(isRpcError(error, 'bad-request'), id).toBe(true)
    expect(
      isRpcError(await client.drafts.read({ id }).catch(thrown => thrown), 'bad-request'),
    ).toBe(true)
  }
  expect((await client.settings.read()).theme).toBe('dark')
})

test('a file in the place of the workspace is said in a sentence, not by the system’s code', async () => {
  const file = join(running.folder, 'secret.loom.json')
  await expect(openWorkspace(file)).rejects.toMatchObject({
    name: 'ServeError',
    message: `${file} is a file; name a folder.`,
  })
  await expect(openWorkspace(join(file, 'inner'))).rejects.toMatchObject({
    name: 'ServeError',
    message: expect.stringContaining('a part of its path is a file, not a folder'),
  })
})
