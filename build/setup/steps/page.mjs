// The page, built when one of its sources differs from those it was last built from.
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runLogged } from '../command.mjs'
import { environmentOf, nodeOf } from '../site.mjs'
import { digest, digestOfFiles, readStamp } from '../stamps.mjs'

/** @typedef {import('../site.mjs').Site} Site */

const sources = ['renderer', 'shared', 'templates', 'vite.config.ts']

/** @type {import('../ensure.mjs').Step} */
export const page = {
  name: 'page',
  title: () => 'page',
  from: site => {
    if (!existsSync(join(site.checkout, 'renderer', 'index.html'))) return null
    const contents = digestOfFiles(sources.map(name => join(site.checkout, name)))
    return digest(contents, readStamp(site, 'packages')?.from ?? '')
  },
  isWhole: site => existsSync(join(builtPage(site), 'index.html')),
  space: { folder: 'checkout', megabytes: 100 },
  async make(site) {
    const draft = `${builtPage(site)}.draft`
    const vite = join(site.modules, 'vite', 'bin', 'vite.js')
    await runLogged(site, nodeOf(site), [vite, 'build', '--outDir', draft, '--emptyOutDir'], {
      environment: { ...environmentOf(site), NODE_ENV: 'production' },
      advice: 'npx vite build',
    })
    rmSync(builtPage(site), { recursive: true, force: true })
    renameSync(draft, builtPage(site))
    return {}
  },
}

/** @param {Site} site */
function builtPage(site) {
  return join(site.checkout, 'dist', 'renderer')
}
