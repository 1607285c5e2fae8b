// The bridge between Node and TensorFlow's library: two source files of the package, compiled here.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { runLogged } from '../command.mjs'
import { SetupError } from '../failure.mjs'
import { environmentOf, nodeOf } from '../site.mjs'
import { digest, readStamp } from '../stamps.mjs'
import {
  addonFile,
  compileAddon,
  compileFlags,
  packageFolder,
  runBeside,
} from './compile-addon.mjs'
import { libraryNames } from './tensorflow.mjs'

/** @typedef {import('../site.mjs').Site} Site */

const sources = ['tfjs_backend.cc', 'tfjs_binding.cc']
const file = 'tfjs_binding.node'

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
  isWhole: site => [addonFile(site, file), linkedLibrary(site)].every(path => existsSync(path)),
  space: { folder: 'checkout', megabytes: 20 },
  async make(site, progress) {
    if (site.platform === 'win32') return buildWithOwnScript(site)
    const native = readStamp(site, 'native')
    if (!native) throw new SetupError('TensorFlow’s library was not found before its binding.')
    link(site, String(native.folder))
    await compileAddon(site, file, join(packageFolder(site), 'binding'), sources)
    const { usesGpu } = await probe(site)
    if (native.kind === 'gpu' && !usesGpu) {
      progress.note('TensorFlow does not see the GPU, so it computes on the CPU: check nvidia-smi.')
    }
    return { usesGpu }
  },
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

/** Multiplies two matrices with the binding. @param {Site} site */
async function probe(site) {
  const program = `
    const tf = require('@tensorflow/tfjs-node-gpu')
    const [value] = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()
    process.stdout.write(JSON.stringify({ value, usesGpu: tf.backend().isUsingGpuDevice === true }))`
  const output = await runBeside(site, program)
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
