// slow-setup.mjs CHECKOUT MILLISECONDS: a set-up of two steps; the second takes its time and a child process.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runLogged } from '../../../build/setup/command.mjs'
import { ensure } from '../../../build/setup/ensure.mjs'
import { siteOf } from '../../../build/setup/site.mjs'

const [checkout = '', milliseconds = '0'] = process.argv.slice(2)
const site = siteOf({ checkout, env: { ...process.env, XDG_CACHE_HOME: join(checkout, 'cache') } })
const made = (/** @type {string} */ name) => appendFileSync(join(checkout, 'made'), `${name}\n`)

await ensure(site, [
  {
    name: 'quick',
    title: () => 'quick',
    from: () => '1',
    isWhole: () => true,
    make: async () => {
      made('quick')
      return {}
    },
  },
  {
    name: 'slow',
    title: () => 'slow',
    from: () => '1',
    isWhole: () => true,
    make: async guarded => {
      writeFileSync(join(checkout, 'started'), '')
      await runLogged(guarded, 'sleep', [String(Number(milliseconds) / 1000)])
      made('slow')
      return {}
    },
  },
])
