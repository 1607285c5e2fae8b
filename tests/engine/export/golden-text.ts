import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect } from 'vitest'

/** Compares a printed text with the one that a person read last; LAYERLOOM_RENEW_GOLDEN=1 stores it anew. */
export function expectAsItWas(file: string, text: string): void {
  if (process.env.LAYERLOOM_RENEW_GOLDEN === '1') writeFileSync(file, text)
  const stored = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const changed = `${file}-changed`
  if (stored === text) rmSync(changed, { force: true })
  else writeFileSync(changed, text)
  const howTo =
    `The printed code has changed; the new text stands beside the old as ${basename(changed)}. If it is better, ` +
    'run with LAYERLOOM_RENEW_GOLDEN=1 and commit what changed.'
  expect(text, howTo).toBe(stored)
}
