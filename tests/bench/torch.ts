// A Python that has PyTorch: a named one, the one of the tests, or an environment of our own in the cache.
import { existsSync } from 'node:fs'
import { siteOf } from '../../build/setup/site.mjs'
import { environment, environmentPython } from '../../build/setup/steps/python.mjs'
import { runChild } from './child.ts'

const version = '2.15.0'
const name = `bench-torch-${version}`

/** With `install` it is installed where it is missing, which takes gigabytes on Linux. */
export async function findTorch(
  python: string,
  install: boolean,
  tell: (text: string) => void,
): Promise<string | undefined> {
  const site = siteOf()
  const own = environmentPython(site, name)
  const candidates = [process.env.LAYERLOOM_TORCH_PYTHON, own, python, 'python3']
  for (const candidate of candidates) {
    if (candidate !== undefined && (await hasTorch(candidate))) return candidate
  }
  if (!install) return undefined
  tell(`Installing PyTorch ${version} into ${site.cache}`)
  const requirements = [`torch==${version}`, 'numpy>=2']
  const made = await environment(site, name, requirements, { detail: tell, note: tell })
  return existsSync(made) ? made : undefined
}

async function hasTorch(python: string): Promise<boolean> {
  try {
    await runChild([python, '-c', 'import torch, numpy'])
    return true
  } catch {
    return false
  }
}
