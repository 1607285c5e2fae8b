import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { findTool } from '../../../build/setup/failure.mjs'
import type { Site } from '../../../build/setup/site.mjs'
import { tensorflow } from '../../../build/setup/steps/tensorflow.mjs'
import { putFile, putTool, temporarySite } from './temporary-site.ts'

const machinePython = findTool('python3', { env: process.env, platform: process.platform })
const progress = { detail() {}, note() {} }
const folderName = 'tensorflow-cpu-2.21.0-linux-x64'
const library = 'tensorflow/libtensorflow_cc.so.2'

test.skipIf(!machinePython)('the wheel is loaded, unpacked, verified and found again', async () => {
  const site = siteWithPip(wheelOf({}))
  const root = join(site.cache, folderName)
  // What an interrupted set-up left:
  putFile(join(`${root}.partial`, 'tensorflow_cpu-2.21.0.whl'), 'half of a wheel')
  const result = await tensorflow.make(site, progress)
  expect(result).toMatchObject({
    kind: 'cpu',
    tensorflow: '2.21.0',
    libraryPath: [],
    folder: join(root, 'tensorflow'),
  })
  expect(readFileSync(join(root, library), 'utf8')).toBe('the library')
  expect(existsSync(join(root, 'tensorflow/include/tensorflow/c/c_api.h'))).toBe(true)
  expect(existsSync(join(root, 'tensorflow/python/unneeded.py'))).toBe(false)
  expect(readdirSync(site.cache)).toEqual([folderName])

  // A second checkout of the same person needs neither Python nor network.
  const second = { ...site, env: { ...site.env, PATH: '' } }
  expect(await tensorflow.make(second, progress)).toEqual(result)
})

test.skipIf(!machinePython)('a library that differs from its RECORD is not taken', async () => {
  const site = siteWithPip(wheelOf({ [library]: 'another library' }))
  await expect(tensorflow.make(site, progress)).rejects.toThrow(`${library} is damaged`)
  expect(existsSync(join(site.cache, folderName))).toBe(false)
})

test.skipIf(!machinePython)('a file that is no wheel is refused', async () => {
  const site = siteWithPip(new TextEncoder().encode('<html>not found</html>'))
  await expect(tensorflow.make(site, progress)).rejects.toThrow(/unpack-wheel\.py/)
  expect(existsSync(join(site.cache, folderName))).toBe(false)
})

test('LAYERLOOM_TENSORFLOW names a package folder, or the folder above it', async () => {
  const { site, folder } = siteWithFolder()
  for (const wish of [folder, join(folder, '..')]) {
    const chosen = { ...site, env: { ...site.env, LAYERLOOM_TENSORFLOW: wish } }
    expect(await tensorflow.make(chosen, progress)).toMatchObject({ folder, libraryPath: [] })
  }
})

test('LAYERLOOM_TENSORFLOW that leads nowhere is said', async () => {
  const site = temporarySite({ LAYERLOOM_TENSORFLOW: '/nowhere' })
  await expect(tensorflow.make(site, progress)).rejects.toThrow(
    'LAYERLOOM_TENSORFLOW=/nowhere is neither a folder with libtensorflow_cc.so.2 nor a Python',
  )
})

test('the CUDA libraries beside TensorFlow are listed for the trainers', async () => {
  const { site, folder } = siteWithFolder()
  const cuda = join(folder, '../nvidia/cudnn/lib')
  putFile(join(cuda, 'libcudnn.so.9'))
  expect(await tensorflow.make(site, progress)).toMatchObject({ libraryPath: [cuda] })
})

test('a library that was replaced is looked for again', async () => {
  const { site, folder } = siteWithFolder()
  const stamp = { from: '', ...(await tensorflow.make(site, progress)) }
  expect(tensorflow.isWhole(site, stamp)).toBe(true)
  appendFileSync(join(folder, 'libtensorflow_cc.so.2'), 'x')
  expect(tensorflow.isWhole(site, stamp)).toBe(false)
})

test('another choice of the person asks for another library', () => {
  const from = (wish: string) => tensorflow.from(temporarySite({ LAYERLOOM_TENSORFLOW: wish }))
  expect(new Set([from('cpu'), from('gpu'), from('/some/folder')]).size).toBe(3)
})

function siteWithFolder() {
  const site = temporarySite()
  const folder = join(site.checkout, 'site-packages/tensorflow')
  putFile(join(folder, 'libtensorflow_cc.so.2'))
  putFile(join(folder, 'libtensorflow_framework.so.2'))
  return { site: { ...site, env: { ...site.env, LAYERLOOM_TENSORFLOW: folder } }, folder }
}

/** A machine whose Python has no TensorFlow and whose pip loads this wheel; the rest is the real Python. */
function siteWithPip(wheel: Uint8Array): Site {
  const site = temporarySite({ LAYERLOOM_TENSORFLOW: 'cpu' })
  const stored = join(site.checkout, 'tensorflow_cpu-2.21.0-cp311-cp311-linux_x86_64.whl')
  putFile(stored, wheel)
  putTool(
    site,
    'python3',
    `case "$*" in
  *find-tensorflow.py) echo '{"executable":"python3","tensorflow":[],"packages":{}}' ;;
  *"pip download"*) PATH=/usr/bin:/bin cp '${stored}' "$TMPDIR" ;;
  *) PATH=${process.env.PATH} exec ${machinePython} "$@" ;;
esac`,
  )
  return site
}

/** A wheel whose RECORD is right for the contents below; `changes` replaces contents, not hashes. */
function wheelOf(changes: Record<string, string>): Uint8Array {
  const contents: Record<string, string> = {
    [library]: 'the library',
    'tensorflow/libtensorflow_framework.so.2': 'the framework',
    'tensorflow/include/tensorflow/c/c_api.h': '// header',
    'tensorflow/python/unneeded.py': '',
  }
  const lines = Object.entries(contents).map(([path, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url')
    return `${path},sha256=${digest},${text.length}`
  })
  const files = {
    ...contents,
    ...changes,
    'tensorflow_cpu-2.21.0.dist-info/RECORD': lines.join('\n'),
  }
  const encoder = new TextEncoder()
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
  )
}
