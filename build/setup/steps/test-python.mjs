// The Python of the tests: TensorFlow, Keras and NumPy as an independent source of expected values.
import { existsSync } from 'node:fs'
import { SetupError } from '../failure.mjs'
import { digest } from '../stamps.mjs'
import {
  contentsOf,
  cpuRequirement,
  environment,
  findPython,
  tensorflowVersion,
} from './python.mjs'

/** @typedef {import('../site.mjs').Site} Site */

export const testEnvironment = `tests-tensorflow-${tensorflowVersion}`

const kerasVersion = '3.15.1'

/** @param {Site} site */
function requirementsOf(site) {
  return [cpuRequirement(site), `keras==${kerasVersion}`, 'numpy>=2']
}

/** @type {import('../ensure.mjs').Step} */
export const testPython = {
  name: 'test-python',
  title: () => 'Python for the tests',
  from: site => digest(...requirementsOf(site), site.env.LAYERLOOM_PYTHON ?? ''),
  isWhole: (_site, stamp) => existsSync(String(stamp.python)),
  space: { folder: 'cache', megabytes: 2_500 },
  async make(site, progress) {
    const chosen = site.env.LAYERLOOM_PYTHON
    const own = chosen ?? findPython(site)
    const contents = own ? await contentsOf(site, own) : undefined
    if (contents && canTest(contents)) return { python: contents.executable }
    const requirements = requirementsOf(site)
    if (!chosen) return { python: await environment(site, testEnvironment, requirements, progress) }
    throw new SetupError(
      `LAYERLOOM_PYTHON=${chosen} does not have ${requirements.join(', ')}.`,
      `${chosen} -m pip install ${requirements.map(name => `'${name}'`).join(' ')}`,
    )
  },
}

/** Expected values come from these very versions. @param {import('./python.mjs').PythonContents} contents */
function canTest({ tensorflow, packages }) {
  const hasTensorFlow = tensorflow.some(({ version }) => version === tensorflowVersion)
  return hasTensorFlow && packages.keras === kerasVersion && packages.numpy !== undefined
}
