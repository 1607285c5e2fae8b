import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { putFile, temporarySite } from './temporary-site.ts'

const setupFolder = fileURLToPath(new URL('../../../build/setup', import.meta.url))

test('a set-up that cannot go on says one sentence and a command, on standard error, with exit code 1', async () => {
  const site = temporarySite()
  cpSync(setupFolder, join(site.checkout, 'build/setup'), { recursive: true })
  putFile(join(site.checkout, 'package-lock.json'), '{"packages":{"node_modules/x":{}}}')
  putFile(join(site.env.PATH ?? '', 'apt-get'))
  const command = join(site.checkout, 'build/setup/layerloom.mjs')
  const { code, stdout, stderr } = await finish(
    spawn(process.execPath, [command, 'check'], { env: { ...site.env } }),
  )
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain('\nnpm is missing: it installs the packages.\n')
  expect(stderr).not.toContain('    at ')
})

test('the exit code of a program is passed on', async () => {
  const { code } = await finish(relayOf('process.exit(3)'))
  expect(code).toBe(3)
})

test('a signal reaches the program, which decides how it ends', async () => {
  const child = relayOf(`
    process.on('SIGINT', () => { console.log('stopped within a step'); process.exit(0) })
    setInterval(() => {}, 1000)
    console.log('ready')`)
  const ended = finish(child)
  await once(child.stdout ?? child, 'data')
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, stdout: 'ready\nstopped within a step\n' })
})

/** Another process that runs this program through `runVisibly`. */
function relayOf(program: string): ChildProcess {
  const site = temporarySite()
  const source = `
    import { runVisibly } from ${JSON.stringify(join(setupFolder, 'hand-over.mjs'))}
    import { siteOf } from ${JSON.stringify(join(setupFolder, 'site.mjs'))}
    const site = siteOf({ checkout: ${JSON.stringify(site.checkout)} })
    process.exitCode = await runVisibly(site, process.execPath, ['-e', ${JSON.stringify(program)}])`
  return spawn(process.execPath, ['--input-type=module', '-e', source])
}

async function finish(child: ChildProcess) {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}
