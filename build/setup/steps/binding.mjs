// The bridge between Node and TensorFlow's library: two source files of the package, compiled here.
// The compiler is called directly: node-gyp needs make and Python and fails in a folder with a space.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { runLogged } from '../command.mjs'
import { findTool, missingTool, SetupError } from '../failure.mjs'
import { environmentOf, nodeOf } from '../site.mjs'
import { digest, readStamp } from '../stamps.mjs'
import { libraryNames } from './tensorflow.mjs'

/** @typedef {import('../site.mjs').Site} Site */
/** @typedef {import('../stamps.mjs').Stamp} Stamp */

const sources = ['tfjs_backend.cc', 'tfjs_binding.cc']
// As in the package's binding.gyp and Node's own settings.
const compileFlags = [
  '-fPIC',
  '-pthread',
  '-O3',
  '-std=gnu++17',
  '-fno-rtti',
  '-fno-exceptions',
  '-fno-strict-aliasing',
  '-DNAPI_VERSION=8',
]
const linkFlags = {
  linux: ['-shared', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  darwin: ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib'],
}

/** @type {import('../ensure.mjs').Step} */
export const binding = {
  name: 'binding',
  title: () => 'binding of Node to TensorFlow',
  from: site =>
    digest(
      readFileSync(join(packageFolder(site), 'package.json'), 'utf8'),
      JSON.stringify(readStamp(site, 'native') ?? null),
      ...compileFlags,
    ),
  // Through the link: a library that is gone counts as a binding that is gone.
  isWhole: site => [bindingFile(site), linkedLibrary(site)].every(path => existsSync(path)),
  space: { folder: 'checkout', megabytes: 20 },
  async make(site, progress) {
    if (site.platform === 'win32') return buildWithOwnScript(site)
    const native = readStamp(site, 'native')
    if (!native) throw new SetupError('TensorFlow’s library was not found before its binding.')
    link(site, String(native.folder))
    await compile(site)
    const { usesGpu } = await probe(site, native)
    if (native.kind === 'gpu' && !usesGpu) {
      progress.note('TensorFlow does not see the GPU, so it computes on the CPU: check nvidia-smi.')
    }
    return { usesGpu }
  },
}

/** @param {Site} site */
function packageFolder(site) {
  return join(site.modules, '@tensorflow', 'tfjs-node-gpu')
}

/** @param {Site} site */
function bindingFile(site) {
  return join(packageFolder(site), 'lib', 'napi-v8', 'tfjs_binding.node')
}

/** @param {Site} site */
function linkedLibrary(site) {
  const name = site.platform === 'win32' ? 'tensorflow.dll' : (libraryNames(site.platform)[0] ?? '')
  return join(packageFolder(site), 'deps', 'lib', name)
}

/** `deps/` as the package expects it, swapped in whole. @param {Site} site @param {string} folder */
function link(site, folder) {
  const deps = join(packageFolder(site), 'deps')
  const draft = `${deps}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(join(draft, 'lib'), { recursive: true })
  for (const name of libraryNames(site.platform)) {
    symlinkSync(join(folder, name), join(draft, 'lib', name))
    // The linker's names: libtensorflow.so and libtensorflow_framework.so (.dylib).
    const plain = name
      .replace('_cc', '')
      .replace(/\.so\.2$/, '.so')
      .replace('.2.dylib', '.dylib')
    symlinkSync(join(folder, name), join(draft, 'lib', plain))
  }
  symlinkSync(join(folder, 'include'), join(draft, 'include'))
  rmSync(deps, { recursive: true, force: true })
  renameSync(draft, deps)
}

/** @param {Site} site */
async function compile(site) {
  const folder = packageFolder(site)
  const draft = `${bindingFile(site)}.draft`
  mkdirSync(dirname(draft), { recursive: true })
  await runLogged(site, findCompiler(site), [
    ...compileFlags,
    ...linkFlags[site.platform === 'darwin' ? 'darwin' : 'linux'],
    `-I${nodeHeaders(site)}`,
    `-I${join(folder, 'deps/include')}`,
    ...sources.map(name => join(folder, 'binding', name)),
    `-L${join(folder, 'deps/lib')}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-o',
    draft,
  ])
  // A running trainer keeps the old file; the next one gets the new one.
  renameSync(draft, bindingFile(site))
}

/** @param {Site} site */
function findCompiler(site) {
  const names = site.env.CXX ? [site.env.CXX] : ['g++', 'clang++', 'c++']
  const [compiler] = names.flatMap(name => findTool(name, site) ?? [])
  if (compiler) return compiler
  throw missingTool(names[0] ?? 'g++', 'it compiles the binding to TensorFlow', 'compiler', site)
}

/** They lie beside the interpreter, so nothing is downloaded for them. @param {Site} site */
function nodeHeaders(site) {
  const folder = join(dirname(realpathSync(nodeOf(site))), '../include/node')
  if (existsSync(join(folder, 'node_api.h'))) return folder
  throw new SetupError(`The headers of Node are missing: ${folder} has no node_api.h.`)
}

/** Loads the binding in a process of its own and multiplies two matrices. @param {Site} site @param {Stamp} native */
async function probe(site, native) {
  const program = `
    const tf = require('@tensorflow/tfjs-node-gpu')
    const [value] = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()
    process.stdout.write(JSON.stringify({ value, usesGpu: tf.backend().isUsingGpuDevice === true }))`
  const libraries = /** @type {string[]} */ (native.libraryPath)
  const output = await runLogged(site, nodeOf(site), ['-e', program], {
    environment: { LD_LIBRARY_PATH: [...libraries, site.env.LD_LIBRARY_PATH ?? ''].join(':') },
  })
  const result = /** @type {{ value: number, usesGpu: boolean }} */ (JSON.parse(output))
  if (result.value === 3) return result
  throw new SetupError(
    `TensorFlow was loaded but computes wrongly: 1·1 + 1·1 + 1·1 = ${result.value}.`,
  )
}

/** There the package's own script fetches its library and a ready binding. @param {Site} site */
async function buildWithOwnScript(site) {
  const script = join(packageFolder(site), 'scripts', 'install.js')
  await runLogged(site, nodeOf(site), [script, 'gpu', 'download'], {
    folder: packageFolder(site),
    environment: environmentOf(site),
  })
  return { usesGpu: false }
}
