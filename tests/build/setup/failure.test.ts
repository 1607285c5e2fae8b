import { expect, test, vi } from 'vitest'
import { explain, findTool, installCommand, SetupError } from '../../../build/setup/failure.mjs'
import { writeStamp } from '../../../build/setup/stamps.mjs'
import { binding } from '../../../build/setup/steps/binding.mjs'
import { packages } from '../../../build/setup/steps/packages.mjs'
import { tensorflow } from '../../../build/setup/steps/tensorflow.mjs'
import { testPython } from '../../../build/setup/steps/test-python.mjs'
import { putFile, putTool, temporarySite } from './temporary-site.ts'

const progress = { detail() {}, note() {} }

test.each([
  ['apt-get', 'sudo apt-get install -y g++'],
  ['dnf', 'sudo dnf install -y gcc-c++'],
  ['pacman', 'sudo pacman -S gcc'],
])('where %s is, the compiler comes with “%s”', (manager, command) => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  const site = temporarySite()
  putTool(site, manager)
  expect(installCommand('compiler', site)).toBe(command)
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  expect(installCommand('compiler', site)).toBe(command.replace('sudo ', ''))
})

test('without a known package manager no command is made up', () => {
  expect(installCommand('python', temporarySite())).toBeUndefined()
})

test('a tool is a file that may be run', () => {
  const site = temporarySite()
  putFile(`${site.env.PATH}/python3`)
  expect(findTool('python3', site)).toBeUndefined()
  putTool(site, 'g++')
  expect(findTool('g++', site)).toBe(`${site.env.PATH}/g++`)
})

test.each([
  ['npm', packages, 'npm is missing: it installs the packages.', 'npm'],
  [
    'Python',
    tensorflow,
    'python3 is missing: TensorFlow’s library comes in a Python package.',
    'python3 python3-pip python3-venv',
  ],
  [
    'the Python of the tests',
    testPython,
    'python3 is missing: it installs tensorflow-cpu==2.21.0 and keras==3.15.1 and numpy>=2.',
    'python3 python3-pip python3-venv',
  ],
  ['the compiler', binding, 'g++ is missing: it compiles the binding to TensorFlow.', 'g++'],
])('with an empty PATH, %s is named with its command', async (_what, step, message, names) => {
  const site = temporarySite({ LAYERLOOM_TENSORFLOW: 'cpu' })
  putFile(`${site.checkout}/package-lock.json`, '{"packages":{"node_modules/x":{"version":"1"}}}')
  putFile(`${site.modules}/@tensorflow/tfjs-node-gpu/package.json`, '{}')
  writeStamp(site, 'native', { from: '', kind: 'cpu', libraryPath: [], folder: '/nowhere' })
  putTool(site, 'apt-get')
  const error = await step.make(site, progress).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SetupError)
  expect(error).toMatchObject({ message, command: expect.stringContaining(`install -y ${names}`) })
})

test('a Python without pip is named', async () => {
  const site = temporarySite({ LAYERLOOM_TENSORFLOW: 'cpu' })
  putTool(site, 'python3', 'exit 1')
  await expect(tensorflow.make(site, progress)).rejects.toThrow(
    /^Python's pip \(of .*python3\) is missing/,
  )
})

test('a full disk and a forbidden folder are told without a stack', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
  })
  expect(explain(full, 'log')).toMatchObject({ message: 'The disk is full.', command: 'df -h' })
  const denied = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/root/x' })
  expect(explain(denied, 'log').message).toBe('There is no permission to write /root/x.')
})
