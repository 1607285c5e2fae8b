// Compiles what Node loads beside TensorFlow's library: the package's binding, and our own operations.
// The compiler is called directly: node-gyp needs make and Python and fails in a folder with a space.
import { existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runLogged } from '../command.mjs'
import { findTool, missingTool, SetupError } from '../failure.mjs'
import { nodeOf } from '../site.mjs'

/** @typedef {import('../site.mjs').Site} Site */

// As in the package's binding.gyp and Node's own settings.
export const compileFlags = [
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

/** @param {Site} site */
export function packageFolder(site) {
  return join(site.modules, '@tensorflow', 'tfjs-node-gpu')
}

/** Where the binding, and what is compiled with it, lies. @param {Site} site @param {string} name */
export function addonFile(site, name) {
  return join(packageFolder(site), 'lib', 'napi-v8', name)
}

/** @param {Site} site @param {string} name @param {readonly string[]} sources */
export async function compileAddon(site, name, sources) {
  const deps = join(packageFolder(site), 'deps')
  const draft = `${addonFile(site, name)}.draft`
  mkdirSync(dirname(draft), { recursive: true })
  await runLogged(site, findCompiler(site), [
    ...compileFlags,
    ...linkFlags[site.platform === 'darwin' ? 'darwin' : 'linux'],
    `-I${nodeHeaders(site)}`,
    `-I${join(deps, 'include')}`,
    ...sources,
    `-L${join(deps, 'lib')}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-o',
    draft,
  ])
  // A running trainer keeps the old file; the next one gets the new one.
  renameSync(draft, addonFile(site, name))
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
