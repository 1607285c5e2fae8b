import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { page } from '../../../build/setup/steps/page.mjs'
import { putFile, temporarySite } from './temporary-site.ts'

test('the page is built again when the contents of a source differ, and only then', () => {
  const site = temporarySite()
  const source = join(site.checkout, 'shared/layers/dense.ts')
  putFile(join(site.checkout, 'renderer/index.html'), '<!doctype html>')
  putFile(source, 'a')
  const first = page.from(site)
  // A fresh checkout of the same commit has other times.
  utimesSync(source, new Date(0), new Date(0))
  expect(page.from(site)).toBe(first)
  putFile(source, 'b')
  expect(page.from(site)).not.toBe(first)
  putFile(source, 'a')
  expect(page.from(site)).toBe(first)
})

test('new packages ask for a new page', () => {
  const site = temporarySite()
  putFile(join(site.checkout, 'renderer/index.html'))
  const first = page.from(site)
  putFile(join(site.stamps, 'packages.json'), '{"from":"another lock"}')
  expect(page.from(site)).not.toBe(first)
})

test('a page without its index.html is not whole', () => {
  const site = temporarySite()
  expect(page.isWhole(site, { from: '' })).toBe(false)
  putFile(join(site.checkout, 'dist/renderer/index.html'))
  expect(page.isWhole(site, { from: '' })).toBe(true)
})
