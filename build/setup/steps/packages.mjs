// The npm packages, exactly as locked. Packages run no scripts of their own (.npmrc).
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runLogged } from '../command.mjs'
import { findTool, missingTool } from '../failure.mjs'
import { nodeOf } from '../site.mjs'
import { digest } from '../stamps.mjs'

/** @typedef {import('../site.mjs').Site} Site */
/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} LockedPackages */

// npm's own settings take a minute and a half to say that there is no network.
const retries = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000']

/** @type {import('../ensure.mjs').Step} */
export const packages = {
  name: 'packages',
  title: () => 'npm packages',
  from: site => digest(readFileSync(join(site.checkout, 'package-lock.json'), 'utf8')),
  isWhole: site => existsSync(join(site.modules, '.bin')),
  space: { folder: 'checkout', megabytes: 1_600 },
  async make(site) {
    if (!isInstalled(site)) await install(site)
    // Fails here, with its reason, rather than in the first program that needs it.
    nodeOf(site)
    return {}
  },
}

/** @param {Site} site */
async function install(site) {
  // npm's own record must not outlive the packages if this is interrupted.
  rmSync(hiddenLock(site), { force: true })
  const npm = findTool('npm', site)
  if (!npm) throw missingTool('npm', 'it installs the packages', 'npm', site)
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--include=optional']
  // `npm run --silent` would otherwise silence this npm too, and its log with it.
  await runLogged(site, npm, [...flags, '--prefer-offline', '--loglevel=error', ...retries], {
    advice: 'npm ci --ignore-scripts',
  })
}

/** True when someone ran npm by hand and every locked package is there: nothing is installed twice. */
export function isInstalled(/** @type {Site} */ site) {
  const wanted = lockedPackages(join(site.checkout, 'package-lock.json'))
  const present = lockedPackages(hiddenLock(site))
  return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
    if (folder === '') return true
    const found = present[folder]
    // Optional packages of other platforms are absent everywhere else.
    if (!found) return optional === true
    const isSame = found.version === version && found.integrity === integrity
    return isSame && existsSync(join(site.checkout, folder, 'package.json'))
  })
}

/** @param {string} path @returns {LockedPackages} */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

/** @param {Site} site */
function hiddenLock(site) {
  return join(site.modules, '.package-lock.json')
}
