import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Site } from '../../../build/setup/site.mjs'
import { isInstalled, packages } from '../../../build/setup/steps/packages.mjs'
import { putFile, temporarySite } from './temporary-site.ts'

const locked = {
  '': { name: 'layerloom' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/a-darwin': { version: '1.0.0', integrity: 'sha512-d', optional: true },
}

test('packages that someone installed by hand count, optional ones of other platforms aside', () => {
  const { 'node_modules/a-darwin': _, ...present } = locked
  expect(isInstalled(siteWith(present))).toBe(true)
})

test('another version, another content or a missing folder does not count', () => {
  const a = locked['node_modules/a']
  expect(isInstalled(siteWith({ 'node_modules/a': { ...a, version: '1.0.1' } }))).toBe(false)
  expect(isInstalled(siteWith({ 'node_modules/a': { ...a, integrity: 'sha512-x' } }))).toBe(false)
  const site = siteWith({ 'node_modules/a': a })
  rmSync(join(site.modules, 'a'), { recursive: true })
  expect(isInstalled(site)).toBe(false)
})

test('without npm’s record nothing counts as installed', () => {
  const site = siteWith({ 'node_modules/a': locked['node_modules/a'] })
  rmSync(join(site.modules, '.package-lock.json'))
  expect(isInstalled(site)).toBe(false)
})

test('a changed lock file asks for another installation', () => {
  const site = siteWith({})
  const before = packages.from(site)
  putFile(join(site.checkout, 'package-lock.json'), JSON.stringify({ packages: {} }))
  expect(packages.from(site)).not.toBe(before)
})

function siteWith(present: object): Site {
  const site = temporarySite()
  putFile(join(site.checkout, 'package-lock.json'), JSON.stringify({ packages: locked }))
  putFile(join(site.modules, '.package-lock.json'), JSON.stringify({ packages: present }))
  for (const folder of Object.keys(present)) {
    if (folder) putFile(join(site.checkout, folder, 'package.json'), '{}')
  }
  return site
}
