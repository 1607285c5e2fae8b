// Where one checkout keeps its things. Every part of the set-up gets a site, so that tests can give it other folders.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetupError } from './failure.mjs'

/**
 * @typedef {object} Site
 * @property {string} checkout
 * @property {string} modules   node_modules of the checkout
 * @property {string} stamps    what each step was last made from; goes when node_modules goes
 * @property {string} scratch   lock and log of this checkout
 * @property {string} log
 * @property {string} cache     per user, shared by checkouts: TensorFlow's library, Python environments
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {readonly import('./lock.mjs').Lock[]} locks   held at the moment
 */

/**
 * @param {Partial<Pick<Site, 'checkout' | 'env' | 'platform' | 'arch'>>} [chosen]
 * @returns {Site}
 */
export function siteOf(chosen = {}) {
  const checkout = chosen.checkout ?? fileURLToPath(new URL('../..', import.meta.url)).slice(0, -1)
  const env = chosen.env ?? process.env
  const platform = chosen.platform ?? process.platform
  const modules = join(checkout, 'node_modules')
  const scratch = join(checkout, '.cache')
  return {
    checkout,
    modules,
    stamps: join(modules, '.layerloom'),
    scratch,
    log: join(scratch, 'setup.log'),
    cache: cacheFolder(env, platform),
    env,
    platform,
    arch: chosen.arch ?? process.arch,
    locks: [],
  }
}

/** @param {Site['env']} env @param {NodeJS.Platform} platform */
function cacheFolder(env, platform) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'layerloom')
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'layerloom')
  return join(homedir(), '.cache', 'layerloom')
}

/** The Node 22 that came with the packages, else the machine's own if it is a 22. */
export function nodeOf(/** @type {Site} */ site) {
  const own = join(site.modules, '.bin', site.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  if (process.version.startsWith('v22.')) return process.execPath
  throw new SetupError(
    `Layerloom runs on Node 22, and for ${site.platform} on ${site.arch} it does not come with the packages; this is Node ${process.versions.node}.`,
    site.platform === 'darwin' ? 'brew install node@22' : 'nvm install 22',
  )
}

/** The environment of everything started here: our Node and tools first on PATH. */
export function environmentOf(/** @type {Site} */ site) {
  const separator = site.platform === 'win32' ? ';' : ':'
  return { ...site.env, PATH: `${join(site.modules, '.bin')}${separator}${site.env.PATH ?? ''}` }
}

/** True when this very process already is the Node that the packages brought. */
export function isOwnNode(/** @type {Site} */ site) {
  return process.version.startsWith('v22.') && process.execPath.startsWith(dirname(site.modules))
}
