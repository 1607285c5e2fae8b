// npm run dev: the page from Vite with hot reload, the host restarted when one of its files changes.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterSetup, runVisibly } from './hand-over.mjs'
import { engine } from './programs.mjs'
import { environmentOf, nodeOf } from './site.mjs'

/** @typedef {import('./site.mjs').Site} Site */

const pagePort = 5173

await afterSetup(engine, async site => {
  const port = await freePort()
  const host = startHost(site, port)
  const vite = join('node_modules', 'vite', 'bin', 'vite.js')
  const flags = [vite, '--port', String(pagePort), '--strictPort']
  process.exitCode = await runVisibly(site, nodeOf(site), flags, {
    environment: { LAYERLOOM_HOST_PORT: String(port) },
  })
  host.kill()
})

/** @param {Site} site @param {number} port */
function startHost(site, port) {
  const flags = [
    '--watch',
    '--watch-preserve-output',
    'cli/main.ts',
    'serve',
    '--port',
    String(port),
  ]
  const host = spawn(nodeOf(site), flags, {
    cwd: site.checkout,
    env: environmentOf(site),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  host.stdout.setEncoding('utf8').on('data', text => {
    // The same address with its token, but from Vite, which passes the sockets on (vite.config.ts).
    process.stdout.write(text.replaceAll(`:${port}`, `:${pagePort}`))
  })
  return host
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0))
    })
  })
}
