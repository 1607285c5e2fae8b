import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Site, siteOf } from '../../../build/setup/site.mjs'

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'layerloom-setup-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A checkout with its own cache and nothing on PATH but what the test puts there. */
export function temporarySite(env: Readonly<Record<string, string>> = {}): Site {
  const folder = temporaryFolder()
  const checkout = join(folder, 'a checkout')
  mkdirSync(checkout)
  const path = join(folder, 'bin')
  mkdirSync(path)
  return siteOf({
    checkout,
    env: { PATH: path, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
    platform: 'linux',
    arch: 'x64',
  })
}

/** Puts a program on the site's PATH. */
export function putTool(site: Site, name: string, script = 'exit 0'): void {
  const folder = site.env.PATH?.split(':')[0] ?? ''
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

/** Writes a file and the folders above it. */
export function putFile(path: string, contents: string | Uint8Array = ''): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}
