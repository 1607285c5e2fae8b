// What the person reads when the set-up cannot go on: one sentence, and the command that mends it.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export class SetupError extends Error {
  /** @param {string} message @param {string} [command] */
  constructor(message, command) {
    super(message)
    this.name = 'SetupError'
    this.command = command
  }
}

/** @typedef {'python' | 'compiler' | 'npm' | 'chromium'} Tool */
/** @typedef {Pick<import('./site.mjs').Site, 'env' | 'platform'>} Machine */

/** @type {Readonly<Record<string, Readonly<Record<Tool, string>>>>} */
const packagesOf = {
  'apt-get install -y': {
    python: 'python3 python3-pip python3-venv',
    compiler: 'g++',
    npm: 'npm',
    chromium: 'chromium',
  },
  'dnf install -y': {
    python: 'python3 python3-pip',
    compiler: 'gcc-c++',
    npm: 'npm',
    chromium: 'chromium',
  },
  'pacman -S': { python: 'python python-pip', compiler: 'gcc', npm: 'npm', chromium: 'chromium' },
  'zypper install -y': {
    python: 'python3 python3-pip',
    compiler: 'gcc-c++',
    npm: 'npm',
    chromium: 'chromium',
  },
  'brew install': { python: 'python', compiler: 'gcc', npm: 'node', chromium: 'chromium' },
}

/**
 * The command that installs a tool here, from the package managers that this machine has.
 * @param {Tool} tool @param {Machine} machine
 */
export function installCommand(tool, machine) {
  if (machine.platform === 'darwin' && tool === 'compiler') return 'xcode-select --install'
  if (machine.platform === 'win32') {
    return tool === 'python' ? 'winget install Python.Python.3.12' : undefined
  }
  for (const [install, packages] of Object.entries(packagesOf)) {
    if (!findTool(install.split(' ')[0] ?? '', machine)) continue
    const asRoot = process.getuid?.() === 0 || install.startsWith('brew') ? '' : 'sudo '
    return `${asRoot}${install} ${packages[tool]}`
  }
  return undefined
}

/** The path of a program, or undefined. @param {string} name @param {Machine} machine */
export function findTool(name, machine) {
  const endings = machine.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  for (const folder of (machine.env.PATH ?? '').split(delimiter)) {
    for (const ending of folder ? endings : []) {
      const path = join(folder, name + ending)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined
}

/** @param {string} what @param {string} reason what it is needed for @param {Tool} tool @param {Machine} machine */
export function missingTool(what, reason, tool, machine) {
  return new SetupError(`${what} is missing: ${reason}.`, installCommand(tool, machine))
}

/** Any error as the person should read it. @param {unknown} error @param {string} log */
export function explain(error, log) {
  if (error instanceof SetupError) return error
  const cause = /** @type {NodeJS.ErrnoException} */ (error)
  if (cause.code === 'ENOSPC') return new SetupError('The disk is full.', 'df -h')
  if (cause.code === 'EACCES' || cause.code === 'EPERM' || cause.code === 'EROFS') {
    return new SetupError(`There is no permission to write ${cause.path ?? 'a file'}.`)
  }
  return new SetupError(`The set-up failed: ${cause.message} (more in ${log}).`)
}
