// An installed browser of the Chromium family, for the browser tests.
import { existsSync } from 'node:fs'
import { findTool, installCommand } from './failure.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge']
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** @param {import('./failure.mjs').Machine} machine */
export function findChromium(machine) {
  const chosen = machine.env.LAYERLOOM_CHROMIUM
  if (chosen) return existsSync(chosen) ? chosen : undefined
  const [found] = names.flatMap(name => findTool(name, machine) ?? [])
  return found ?? applications.find(path => machine.platform === 'darwin' && existsSync(path))
}

/** @param {import('./failure.mjs').Machine} machine */
export function chromiumMissing(machine) {
  const install = installCommand('chromium', machine)
  return `NO CHROMIUM: the browser tests (tests/e2e) are skipped.${install ? `\n  ${install}` : ''}`
}
