// TensorFlow's library and headers: from an installed Python TensorFlow, else from its wheel (DESIGN 5).
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runLogged } from '../command.mjs'
import { SetupError } from '../failure.mjs'
import { digest } from '../stamps.mjs'
import {
  contentsOf,
  cpuRequirement,
  environment,
  environmentPython,
  findPython,
  requireModule,
  requirePython,
  tensorflowVersion,
  withCacheLock,
} from './python.mjs'
import { verifyRecord } from './record.mjs'
import { testEnvironment } from './test-python.mjs'

/** @typedef {import('../site.mjs').Site} Site */
/** @typedef {Pick<import('../ensure.mjs').Progress, 'detail' | 'note'>} Telling */
/** @typedef {'cpu' | 'gpu'} Kind */
/** @typedef {{ root: string, cuda: readonly string[] }} Source  the folder that holds `tensorflow/` */

/** @type {import('../ensure.mjs').Step} */
export const tensorflow = {
  name: 'native',
  title: site => `TensorFlow ${tensorflowVersion} (${chooseKind(site).toUpperCase()})`,
  // Windows takes the package's own script instead; see binding.mjs.
  from: site =>
    site.platform === 'win32'
      ? null
      : digest(tensorflowVersion, chooseKind(site), site.env.LAYERLOOM_TENSORFLOW ?? ''),
  isWhole: (_site, stamp) => filesAreSame(/** @type {FileMark[]} */ (stamp.files ?? [])),
  space: { folder: 'cache', megabytes: site => (chooseKind(site) === 'gpu' ? 9_000 : 1_500) },
  async make(site, progress) {
    const kind = chooseKind(site)
    const { root, cuda } = await obtain(site, kind, progress)
    const folder = join(root, 'tensorflow')
    const files = libraryNames(site.platform).map(name => markOf(join(folder, name)))
    // The engine reads `kind` and `libraryPath` when it starts a trainer (LD_LIBRARY_PATH).
    return { kind, tensorflow: tensorflowVersion, libraryPath: cuda, folder, files }
  },
}

/** @param {NodeJS.Platform} platform */
export function libraryNames(platform) {
  return platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
}

/** @param {Site} site @returns {Kind} */
export function chooseKind(site) {
  const wish = site.env.LAYERLOOM_TENSORFLOW
  if (wish === 'cpu' || wish === 'gpu') return wish
  // The control device is there whichever cards a container was given; under WSL the driver is a library.
  const driver = ['/dev/nvidiactl', '/usr/lib/wsl/lib/libcuda.so.1']
  return site.platform === 'linux' && driver.some(path => existsSync(path)) ? 'gpu' : 'cpu'
}

/** @param {Site} site @param {Kind} kind @param {Telling} progress @returns {Promise<Source>} */
async function obtain(site, kind, progress) {
  const wish = site.env.LAYERLOOM_TENSORFLOW
  if (wish && wish !== 'cpu' && wish !== 'gpu') return chosenSource(site, wish)
  const unpacked = wheelFolder(site)
  if (kind === 'cpu' && existsSync(unpacked)) return { root: unpacked, cuda: [] }
  const installed = await installedSource(site, kind, progress)
  if (installed) return installed
  return kind === 'gpu' ? gpuSource(site, progress) : wheelSource(site, unpacked, progress)
}

/** LAYERLOOM_TENSORFLOW=PATH: a `tensorflow` package folder, or the Python that has one. @param {Site} site @param {string} wish */
async function chosenSource(site, wish) {
  const path = isAbsolute(wish) ? wish : resolve(site.env.INIT_CWD ?? site.checkout, wish)
  const [library = ''] = libraryNames(site.platform)
  const roots = [dirname(path), path].filter(root => existsSync(join(root, 'tensorflow', library)))
  if (roots[0]) return { root: roots[0], cuda: cudaFolders(roots[0]) }
  const python = existsSync(path) && statSync(path).isFile() ? path : join(path, 'bin', 'python')
  const found = existsSync(python) ? (await contentsOf(site, python))?.tensorflow[0] : undefined
  if (found) return { root: found.root, cuda: found.cuda }
  throw new SetupError(
    `LAYERLOOM_TENSORFLOW=${wish} is neither a folder with ${library} nor a Python that has TensorFlow.`,
    'LAYERLOOM_TENSORFLOW=cpu npm start',
  )
}

/** @param {string} root */
function cudaFolders(root) {
  const nvidia = join(root, 'nvidia')
  if (!existsSync(nvidia)) return []
  const folders = readdirSync(nvidia).map(name => join(nvidia, name, 'lib'))
  return folders.filter(folder => existsSync(folder)).sort()
}

/** @param {Site} site @param {Kind} kind @param {Telling} progress @returns {Promise<Source | undefined>} */
async function installedSource(site, kind, progress) {
  const tests = environmentPython(site, testEnvironment)
  for (const python of [findPython(site), tests]) {
    if (!python || !existsSync(python)) continue
    const contents = await contentsOf(site, python)
    const found = contents?.tensorflow.find(
      ({ version, cuda }) => version === tensorflowVersion && (kind === 'cpu' || cuda.length > 0),
    )
    if (!found) continue
    progress.detail(`found in ${found.root}`)
    await verifyRecord(found.record, found.root, path => isNeeded(site, path))
    return { root: found.root, cuda: kind === 'gpu' ? found.cuda : [] }
  }
  return undefined
}

/** @param {Site} site @param {Telling} progress @returns {Promise<Source>} */
async function gpuSource(site, progress) {
  const requirement = `tensorflow[and-cuda]==${tensorflowVersion}`
  const name = `tensorflow-gpu-${tensorflowVersion}`
  const python = await environment(site, name, [requirement], progress)
  const found = (await contentsOf(site, python))?.tensorflow[0]
  if (!found) throw new SetupError(`${requirement} was installed into ${python}, but is not there.`)
  return found
}

/** @param {Site} site */
function wheelFolder(site) {
  return join(site.cache, `tensorflow-cpu-${tensorflowVersion}-${site.platform}-${site.arch}`)
}

/** @param {Site} site @param {string} folder @param {Telling} progress @returns {Promise<Source>} */
async function wheelSource(site, folder, progress) {
  const reason = 'TensorFlow’s library comes in a Python package'
  const python = requirePython(site, reason)
  await requireModule(site, python, 'pip', reason)
  return withCacheLock(site, progress, async guarded => {
    if (existsSync(folder)) return { root: folder, cuda: [] }
    const partial = `${folder}.partial`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true })
    const wheel = await download(guarded, python, partial, progress)
    progress.detail('unpacking')
    await unpack(guarded, python, wheel, partial)
    rmSync(wheel)
    renameSync(partial, folder)
    return { root: folder, cuda: [] }
  })
}

/** @param {Site} site @param {string} python @param {string} folder @param {Telling} progress */
async function download(site, python, folder, progress) {
  const requirement = cpuRequirement(site)
  const flags = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--progress-bar=off']
  const timer = setInterval(() => progress.detail(`${megabytesIn(folder)} MB`), 500)
  try {
    await runLogged(
      site,
      python,
      [...flags, '--disable-pip-version-check', '--dest', folder, requirement],
      // pip loads into its temporary folder first: so that one counts, and lies where space was checked.
      { environment: { TMPDIR: folder }, advice: `${python} -m pip download ${requirement}` },
    )
  } finally {
    clearInterval(timer)
  }
  const wheel = readdirSync(folder).find(name => name.endsWith('.whl'))
  if (!wheel) throw new SetupError(`pip downloaded ${requirement}, but no wheel is in ${folder}.`)
  return join(folder, wheel)
}

/** @param {Site} site @param {string} python @param {string} wheel @param {string} folder */
async function unpack(site, python, wheel, folder) {
  const script = fileURLToPath(new URL('unpack-wheel.py', import.meta.url))
  await runLogged(site, python, [script, wheel, folder, ...neededPaths(site)])
  const information = readdirSync(folder).find(name => name.endsWith('.dist-info'))
  if (!information) throw new SetupError(`${wheel} is no Python wheel: it has no RECORD.`)
  await verifyRecord(join(folder, information, 'RECORD'), folder, path => isNeeded(site, path))
}

/** What the binding is compiled and linked against. @param {Site} site */
function neededPaths(site) {
  const headers = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/']
  const libraries = libraryNames(site.platform).map(name => `tensorflow/${name}`)
  return [...libraries, ...headers.map(path => `tensorflow/include/${path}`)]
}

/** @param {Site} site @param {string} path */
function isNeeded(site, path) {
  return neededPaths(site).some(prefix => path.startsWith(prefix))
}

/** @typedef {{ path: string, size: number, changed: number }} FileMark */

/** @param {string} path @returns {FileMark} */
function markOf(path) {
  const { size, mtimeMs } = statSync(path)
  return { path, size, changed: mtimeMs }
}

/** A library that was upgraded, moved or removed under us must be found again. @param {readonly FileMark[]} files */
function filesAreSame(files) {
  return files.every(file => {
    const found = statSync(file.path, { throwIfNoEntry: false })
    return found?.size === file.size && found.mtimeMs === file.changed
  })
}

/** @param {string} folder @returns {number} */
function megabytesIn(folder) {
  let bytes = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += megabytesIn(path) * 1e6
    else bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }
  return Math.round(bytes / 1e6)
}
