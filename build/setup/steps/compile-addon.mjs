// Compiles what Node loads beside TensorFlow's library: the package's binding, and our own operations.
// The compiler is called directly: node-gyp needs make and Python and fails in a folder with a space.
import { existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runLogged } from '../command.mjs'
import { findTool, missingTool, SetupError } from '../failure.mjs'
import { nodeOf } from '../site.mjs'
import { readStamp } from '../stamps.mjs'

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

/** @param {Site} site @param {string} name @param {string} folder @param {readonly string[]} sources in the folder */
export async function compileAddon(site, name, folder, sources) {
  const deps = join(packageFolder(site), 'deps')
  const draft = `${addonFile(site, name)}.draft`
  mkdirSync(dirname(draft), { recursive: true })
  await runLogged(site, findCompiler(site), [
    ...compileFlags,
    ...linkFlags[site.platform === 'darwin' ? 'darwin' : 'linux'],
    `-I${nodeHeaders(site)}`,
    `-I${join(deps, 'include')}`,
    ...sources.map(source => join(folder, source)),
    `-L${join(deps, 'lib')}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-o',
    draft,
  ])
  // A running trainer keeps the old file; the next one gets the new one.
  renameSync(draft, addonFile(site, name))
}

/** Runs a program that loads the binding, in a process of its own. @param {Site} site @param {string} program */
export function runBeside(site, program) {
  const libraries = /** @type {string[]} */ (readStamp(site, 'native')?.libraryPath ?? [])
  return runLogged(site, nodeOf(site), ['-e', program], {
    environment: { LD_LIBRARY_PATH: [...libraries, site.env.LD_LIBRARY_PATH ?? ''].join(':') },
  })
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
