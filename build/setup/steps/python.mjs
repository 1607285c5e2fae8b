// Pythons: the machine's own, what TensorFlow they hold, and environments of ours in the cache.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runLogged } from '../command.mjs'
import { findTool, missingTool, SetupError } from '../failure.mjs'
import { withLock } from '../lock.mjs'
import { writeWhole } from '../stamps.mjs'

/** @typedef {import('../site.mjs').Site} Site */
/** @typedef {import('../ensure.mjs').Progress} Progress */
/** @typedef {{ version: string, root: string, record: string, cuda: string[] }} InstalledTensorFlow */
/** @typedef {{ executable: string, tensorflow: InstalledTensorFlow[], packages: Record<string, string> }} PythonContents */

export const tensorflowVersion = '2.21.0'

/** TensorFlow without CUDA. Only x64 has a package of that name; elsewhere the ordinary one has none either. */
export function cpuRequirement(/** @type {Pick<Site, 'arch'>} */ site) {
  return `${site.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow'}==${tensorflowVersion}`
}

/** The machine's Python. @param {Site} site @param {string} reason */
export function requirePython(site, reason) {
  const python = findPython(site)
  if (!python) throw missingTool('python3', reason, 'python', site)
  return python
}

/** @param {Site} site */
export function findPython(site) {
  return findTool('python3', site) ?? findTool('python', site)
}

/** What a Python holds, or undefined if it does not run. @param {Site} site @param {string} python */
export async function contentsOf(site, python) {
  const script = fileURLToPath(new URL('find-tensorflow.py', import.meta.url))
  try {
    const output = await runLogged(site, python, [script])
    return /** @type {PythonContents} */ (JSON.parse(output))
  } catch (error) {
    // A Python too old for importlib.metadata is as good as none.
    if (error instanceof SetupError || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** @param {Site} site @param {string} python @param {'pip' | 'venv' | 'ensurepip'} module @param {string} reason */
export async function requireModule(site, python, module, reason) {
  try {
    await runLogged(site, python, ['-c', `import ${module}`])
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    throw missingTool(`Python's ${module} (of ${python})`, reason, 'python', site)
  }
}

/**
 * An environment of ours in the cache with these packages; its `ready` file comes last.
 * @param {Site} site @param {string} name @param {readonly string[]} requirements @param {Pick<Progress, 'detail' | 'note'>} progress
 * @param {(guarded: Site, python: string) => Promise<unknown>} [finish] what makes it ready
 * @returns {Promise<string>} its interpreter
 */
export async function environment(site, name, requirements, progress, finish) {
  const folder = join(site.cache, name)
  const python = environmentPython(site, name)
  const ready = join(folder, 'ready')
  if (existsSync(ready) && existsSync(python)) return python
  return withCacheLock(site, progress, async guarded => {
    if (existsSync(ready) && existsSync(python)) return python
    rmSync(folder, { recursive: true, force: true })
    const reason = `it installs ${requirements.join(' and ')}`
    const base = requirePython(site, reason)
    await requireModule(guarded, base, 'ensurepip', reason)
    await runLogged(guarded, base, ['-m', 'venv', folder])
    progress.detail(`installing ${requirements.join(', ')}`)
    await runLogged(
      guarded,
      python,
      [
        '-m',
        'pip',
        'install',
        '--disable-pip-version-check',
        '--progress-bar=off',
        ...requirements,
      ],
      { advice: `${python} -m pip install ${requirements.join(' ')}` },
    )
    await finish?.(guarded, python)
    writeWhole(ready, `${requirements.join('\n')}\n`)
    return python
  })
}

/** @param {Site} site @param {string} name */
export function environmentPython(site, name) {
  const inside = site.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']
  return join(site.cache, name, ...inside)
}

/**
 * The cache belongs to all checkouts of a person, so it has a lock of its own.
 * @template T
 * @param {Site} site @param {Pick<Progress, 'note'>} progress @param {(guarded: Site) => Promise<T>} work
 */
export function withCacheLock(site, progress, work) {
  const onWait = (/** @type {import('../lock.mjs').LockRecord} */ { owner }) =>
    progress.note(`The set-up of another checkout is running (process ${owner.pid}); waiting.`)
  return withLock(join(site.cache, 'setup.lock'), onWait, lock =>
    work({ ...site, locks: [...site.locks, lock] }),
  )
}
