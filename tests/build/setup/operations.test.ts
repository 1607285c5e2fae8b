import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isDone } from '../../../build/setup/ensure.mjs'
import type { Site } from '../../../build/setup/site.mjs'
import { writeStamp } from '../../../build/setup/stamps.mjs'
import { addonFile } from '../../../build/setup/steps/compile-addon.mjs'
import { operations } from '../../../build/setup/steps/operations.mjs'
import { putFile, putTool, temporarySite } from './temporary-site.ts'

function siteWithSources(): Site {
  const site = temporarySite()
  putFile(`${site.checkout}/engine/native/one.cc`, 'int one;')
  putFile(addonFile(site, 'layerloom_ops.node'))
  writeStamp(site, 'native', { from: '', kind: 'cpu', libraryPath: [], folder: '/nowhere' })
  return site
}

async function make(site: Site): Promise<readonly string[]> {
  const notes: string[] = []
  const progress = { detail() {}, note: (text: string) => void notes.push(text) }
  const from = operations.from(site) ?? ''
  const made = await operations.make(site, progress)
  writeStamp(site, 'operations', { from, ...made })
  return notes
}

test('a compiler that fails hinders nothing: what is lost is said once, and nothing half made stays', async () => {
  const site = siteWithSources()
  putTool(site, 'g++', 'echo "no such option" >&2; exit 1')
  expect(isDone(site, operations)).toBe(false)
  const [note] = await make(site)
  expect(note).toContain('networks with batch normalization train slower')
  expect(existsSync(addonFile(site, 'layerloom_ops.node'))).toBe(false)
  expect(isDone(site, operations)).toBe(true)
  // Other sources may compile.
  writeFileSync(`${site.checkout}/engine/native/one.cc`, 'int two;')
  expect(isDone(site, operations)).toBe(false)
})

test('elsewhere than on Linux there is nothing to make', () => {
  expect(isDone({ ...siteWithSources(), platform: 'darwin' }, operations)).toBe(true)
})
