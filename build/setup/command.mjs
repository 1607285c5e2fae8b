// Runs the programs of the set-up: their output goes to the log, their end is watched, an interruption ends them.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { SetupError } from './failure.mjs'
import { onInterruption } from './interruption.mjs'

/** @typedef {import('./site.mjs').Site} Site */

/**
 * @typedef {object} CommandOptions
 * @property {string} [folder]
 * @property {Readonly<Record<string, string | undefined>>} [environment] added to the site's
 * @property {string} [advice] the command to name if this one fails
 */

/**
 * Runs a program and gives back its standard output. A failure becomes one sentence.
 * @param {Site} site @param {string} file @param {readonly string[]} flags @param {CommandOptions} [options]
 * @returns {Promise<string>}
 */
export async function runLogged(site, file, flags, options = {}) {
  mkdirSync(dirname(site.log), { recursive: true })
  const log = openSync(site.log, 'a')
  try {
    writeSync(log, `\n$ ${[file, ...flags].join(' ')}\n`)
    const { code, output } = await watch(site, log, file, flags, options)
    writeSync(log, output)
    if (code !== 0) throw failureOf(site, file, flags, code, options.advice)
    return output
  } finally {
    closeSync(log)
  }
}

/**
 * @param {Site} site @param {number} log @param {string} file @param {readonly string[]} flags @param {CommandOptions} options
 * @returns {Promise<{ code: number | string, output: string }>}
 */
function watch(site, log, file, flags, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, flags, {
      cwd: options.folder ?? site.checkout,
      env: { ...site.env, ...options.environment },
      stdio: ['ignore', 'pipe', log],
      // A group of its own: all of it can be ended, now or by whoever takes over our lock.
      detached: site.platform !== 'win32',
      shell: site.platform === 'win32' && file.endsWith('.cmd'),
    })
    const forget = onInterruption(() => endGroup(child.pid))
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', text => {
      output += text
    })
    child.on('spawn', () => adopt(site, child.pid))
    child.on('error', error => {
      forget()
      reject(error)
    })
    child.on('close', (code, signal) => {
      forget()
      adopt(site, undefined)
      resolve({ code: code ?? signal ?? 'unknown', output })
    })
  })
}

/** @param {Site} site @param {number | undefined} pid */
function adopt(site, pid) {
  for (const lock of site.locks) lock.adopt(pid)
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (!pid) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // Ended already.
  }
}

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|NewConnectionError|ConnectTimeoutError|name resolution/
const noPackage = /No matching distribution found for (\S+)/
const diskFull = /ENOSPC|No space left on device/

/** @param {Site} site @param {string} file @param {readonly string[]} flags @param {number | string} code @param {string} [advice] */
function failureOf(site, file, flags, code, advice) {
  const wholeLog = readFileSync(site.log, 'utf8')
  const text = wholeLog.slice(wholeLog.lastIndexOf('\n$ '))
  const whole = [basename(file), ...flags].join(' ')
  const command = whole.length > 60 ? `${whole.slice(0, 60)}…` : whole
  const where = `Its output is in ${site.log}.`
  if (diskFull.test(text)) return new SetupError(`The disk is full. ${where}`, 'df -h')
  if (unreachable.test(text)) {
    return new SetupError(
      `The package registry could not be reached; this first set-up needs a network. ${where}`,
      advice,
    )
  }
  const absent = noPackage.exec(text)?.[1]
  if (absent) {
    return new SetupError(
      `pip found no ${absent}: the package registry is out of reach, or has none for this Python. ${where}`,
      advice,
    )
  }
  return new SetupError(`“${command}” ended with ${code}. ${where}`, advice)
}
