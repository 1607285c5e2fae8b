// The Python of the tests that run exported PyTorch code, apart from that of TensorFlow: neither needs the other.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runLogged } from '../command.mjs'
import { SetupError } from '../failure.mjs'
import { digest } from '../stamps.mjs'
import { environment } from './python.mjs'

/** @typedef {import('../site.mjs').Site} Site */

const torchVersion = '2.15.0'
const torchEnvironment = `tests-torch-${torchVersion}`

/** What PyTorch imports beside itself. */
const others = [
  'numpy>=2',
  'typing-extensions',
  'filelock',
  'sympy',
  'mpmath<1.4',
  'networkx',
  'jinja2',
  'markupsafe',
  'fsspec',
]

/**
 * The package for Linux on x64 asks for gigabytes of CUDA; of these only the small runtime is installed, and
 * `stand-ins.py` puts empty libraries in the place of the others. Elsewhere the package has no CUDA.
 * @param {Site} site
 */
function isOfCuda(site) {
  return site.platform === 'linux' && site.arch === 'x64'
}

/** @param {Site} site */
function requirementsOf(site) {
  const torch = `torch==${torchVersion}`
  return isOfCuda(site)
    ? ['--no-deps', torch, 'nvidia-cuda-runtime==13.2.86', ...others]
    : [torch, 'numpy>=2']
}

const imports = ['-c', 'import numpy, torch; torch.nn.Conv2d(1, 1, 1)(torch.ones(1, 1, 1, 1))']

/** @type {import('../ensure.mjs').Step} */
export const testTorch = {
  name: 'test-torch',
  title: () => 'PyTorch for the tests',
  from: site => digest(...requirementsOf(site), site.env.LAYERLOOM_TORCH_PYTHON ?? ''),
  isWhole: (_site, stamp) => existsSync(String(stamp.python)),
  space: { folder: 'cache', megabytes: 1_800 },
  async make(site, progress) {
    const chosen = site.env.LAYERLOOM_TORCH_PYTHON
    if (chosen) {
      await runLogged(site, chosen, imports, { advice: `${chosen} -m pip install torch numpy` })
      return { python: chosen }
    }
    const requirements = requirementsOf(site)
    const finish = async (/** @type {Site} */ guarded, /** @type {string} */ python) => {
      if (isOfCuda(site)) await standIn(guarded, python)
      await runLogged(guarded, python, imports)
    }
    return { python: await environment(site, torchEnvironment, requirements, progress, finish) }
  },
}

/** @param {Site} site @param {string} python */
async function standIn(site, python) {
  const where = ['-c', "import sysconfig; print(sysconfig.get_path('purelib'))"]
  const packages = (await runLogged(site, python, where)).trim()
  const libraries = join(packages, 'torch', 'lib')
  if (!existsSync(libraries)) throw new SetupError(`${libraries} is not there.`)
  const script = fileURLToPath(new URL('stand-ins.py', import.meta.url))
  await runLogged(site, python, [script, libraries], {
    advice: 'sudo apt-get install g++ binutils',
  })
}
