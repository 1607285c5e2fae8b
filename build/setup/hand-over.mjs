// From the set-up to the program itself.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensure } from './ensure.mjs'
import { explain } from './failure.mjs'
import { createProgress } from './progress.mjs'
import { environmentOf, isOwnNode, nodeOf, siteOf } from './site.mjs'

/** @typedef {import('./site.mjs').Site} Site */

/**
 * What every command of package.json does: set up what it needs, then go on. A failure of the set-up
 * is one sentence, the command that mends it, and exit code 1.
 * @param {readonly import('./ensure.mjs').Step[]} steps
 * @param {(site: Site) => Promise<void> | void} goOn
 */
export async function afterSetup(steps, goOn) {
  const site = siteOf()
  try {
    await ensure(site, steps, createProgress())
  } catch (error) {
    const { message, command } = explain(error, site.log)
    process.stderr.write(`\n${message}\n${command ? `\n  ${command}\n` : ''}`)
    process.exitCode = 1
    return
  }
  await goOn(site)
}

/**
 * Becomes another program of this checkout. In the usual case (npm puts our Node first on PATH) it runs in
 * this very process: signals, exit code and terminal need no relaying, and a start is saved.
 * @param {Site} site @param {string} file relative to the checkout @param {readonly string[]} flags
 */
export async function handOver(site, file, flags) {
  const path = join(site.checkout, file)
  if (!isOwnNode(site)) return relay(site, path, flags)
  process.argv = [process.execPath, path, ...flags]
  Object.assign(process.env, environmentOf(site))
  await import(pathToFileURL(path).href)
}

/** @param {Site} site @param {string} path @param {readonly string[]} flags */
async function relay(site, path, flags) {
  process.exitCode = await runVisibly(site, nodeOf(site), [path, ...flags])
}

/**
 * Runs a program on this terminal, passes signals on to it, and gives back its exit code.
 * @param {Site} site @param {string} file @param {readonly string[]} flags
 * @param {{ environment?: Record<string, string> }} [options]
 * @returns {Promise<number>}
 */
export function runVisibly(site, file, flags, { environment = {} } = {}) {
  const child = spawn(file, flags, {
    cwd: site.checkout,
    env: { ...environmentOf(site), ...environment },
    stdio: 'inherit',
  })
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}
