// npm run check: format, lint, and types of every folder that has a tsconfig.json; two at a time.
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterSetup } from './hand-over.mjs'
import { tools } from './programs.mjs'
import { environmentOf, nodeOf } from './site.mjs'

/** @typedef {import('./site.mjs').Site} Site */
/** @typedef {{ title: string, file: string, flags: string[] }} Check */

await afterSetup(tools, async site => {
  const waiting = checksOf(site)
  const results = await Promise.all([work(site, waiting), work(site, waiting)])
  const failed = results.flat()
  if (failed.length > 0) process.stdout.write(`\nNot in order: ${failed.join(', ')}\n`)
  process.exitCode = failed.length > 0 ? 1 : 0
})

/** @param {Site} site @returns {Check[]} */
function checksOf(site) {
  const folders = readdirSync(site.checkout).filter(name => hasTypes(join(site.checkout, name)))
  const biome = { title: 'format and lint', file: '@biomejs/biome/bin/biome', flags: ['check'] }
  const types = folders.map(name => ({
    title: `types of ${name}`,
    file: 'typescript/bin/tsc',
    flags: ['-p', name, '--pretty', String(process.stdout.isTTY === true)],
  }))
  return [biome, ...types]
}

/** A tsconfig.json without sources is an error to the compiler. @param {string} folder */
function hasTypes(folder) {
  if (!existsSync(join(folder, 'tsconfig.json'))) return false
  return readdirSync(folder, { recursive: true }).some(name => /\.(tsx?|mjs)$/.test(String(name)))
}

/** Takes checks until none is left; gives back the titles of those that failed. @param {Site} site @param {Check[]} waiting */
async function work(site, waiting) {
  const failed = []
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const startedAt = Date.now()
    const { passed, output } = await run(site, check)
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
    process.stdout.write(`  ${passed ? '✓' : '✗'} ${check.title.padEnd(24)} ${seconds} s\n`)
    if (passed) continue
    process.stdout.write(output)
    failed.push(check.title)
  }
  return failed
}

/** @param {Site} site @param {Check} check @returns {Promise<{ passed: boolean, output: string }>} */
function run(site, { file, flags }) {
  const settings = { cwd: site.checkout, env: environmentOf(site), maxBuffer: 1 << 28 }
  return new Promise(resolve => {
    execFile(
      nodeOf(site),
      [join(site.modules, file), ...flags],
      settings,
      (error, stdout, stderr) => resolve({ passed: !error, output: `${stdout}${stderr}` }),
    )
  })
}
