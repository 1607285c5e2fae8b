// npm run package: the unpacked application in dist/package. The set-up has built the page; here come
// Electron's two files, a folder with what the host and the engine need, and electron-builder.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Lock, packageClosure } from './package-closure.ts'
import { buildShell } from './shell.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const stage = join(root, 'dist', 'stage')

/** What `cli`, `engine`, `shared` and `templates` import; the page's packages are in its bundle. */
const runtimePackages = [
  '@bufbuild/protobuf',
  '@fastify/static',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/server',
  '@tensorflow/tfjs-node-gpu',
  'commander',
  'fastify',
  'fflate',
  'ws',
  'zod',
]
const folders = ['cli', 'engine', 'shared', 'templates', join('dist', 'renderer')]

// Headers, and names under which TensorFlow's library is only linked, not loaded: 0.9 GB.
const unneeded =
  /\.map$|tfjs-node-gpu\/(deps\/(include|lib\/libtensorflow(_framework)?\.so)|build)$/

process.exitCode = await makePackage()

async function makePackage(): Promise<number> {
  const electron = electronFolder()
  if (electron === undefined) {
    process.stderr.write(
      'Electron’s binary is not here: it does not come from the package registry. Run node node_modules/electron/install.js where there is a network, or name a folder that holds it in LAYERLOOM_ELECTRON_DIST.\n',
    )
    return 1
  }
  await buildShell()
  stageProgram()
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const flags = ['--dir', '--config', 'electron-builder.json', `-c.electronDist=${electron}`]
  const { status } = spawnSync(process.execPath, [builder, ...flags], {
    cwd: root,
    stdio: 'inherit',
  })
  return status ?? 1
}

/** electron-builder can take Electron from a folder: nothing is fetched. */
function electronFolder(): string | undefined {
  const chosen = process.env.LAYERLOOM_ELECTRON_DIST
  if (chosen) return existsSync(chosen) ? chosen : undefined
  const installed = join(root, 'node_modules', 'electron', 'dist')
  return existsSync(installed) ? installed : undefined
}

/** Outside the archive: plain Node cannot read asar files. */
function stageProgram(): void {
  rmSync(stage, { recursive: true, force: true })
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  for (const folder of folders) copy(folder)
  for (const folder of packageClosure(lock, runtimePackages)) copy(folder)
  copy('package.json')
  mkdirSync(join(stage, 'bin'))
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  cpSync(process.execPath, join(stage, 'bin', name), { dereference: true })
}

/** Links are followed: TensorFlow's library is one, into a cache of this machine. */
function copy(path: string): void {
  const from = join(root, path)
  if (!existsSync(from)) return
  mkdirSync(dirname(join(stage, path)), { recursive: true })
  const nested = join(from, 'node_modules')
  cpSync(from, join(stage, path), {
    recursive: true,
    dereference: true,
    // Nested packages come by themselves, where they are needed.
    filter: source => source !== nested && !unneeded.test(source),
  })
}
