// npm test [-- vitest's arguments]
import { chromiumMissing, findChromium } from './chromium.mjs'
import { afterSetup, handOver } from './hand-over.mjs'
import { tests } from './programs.mjs'

await afterSetup(tests, site => {
  const chromium = findChromium(site)
  if (chromium) process.env.LAYERLOOM_CHROMIUM = chromium
  else process.stderr.write(`\n${chromiumMissing(site)}\n\n`)
  return handOver(site, 'node_modules/vitest/vitest.mjs', ['run', ...process.argv.slice(2)])
})
