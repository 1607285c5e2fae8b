// TensorFlow operations of our own (engine/native). Without them networks with batch normalization train slower, so
// where they cannot be compiled the set-up says so and goes on.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from '../failure.mjs'
import { digest, digestOfFiles, readStamp } from '../stamps.mjs'
import { addonFile, compileAddon, compileFlags, runBeside } from './compile-addon.mjs'

/** @typedef {import('../site.mjs').Site} Site */

const file = 'layerloom_ops.node'

/** @type {import('../ensure.mjs').Step} */
export const operations = {
  name: 'operations',
  title: () => 'operations of our own for TensorFlow',
  from: site =>
    site.platform === 'linux'
      ? digest(
          digestOfFiles([folder(site)]),
          JSON.stringify(readStamp(site, 'binding') ?? null),
          ...compileFlags,
        )
      : null,
  isWhole: (site, { compiled }) => compiled === false || existsSync(addonFile(site, file)),
  space: { folder: 'checkout', megabytes: 5 },
  async make(site, progress) {
    try {
      const sources = readdirSync(folder(site)).filter(name => name.endsWith('.cc'))
      await compileAddon(site, file, folder(site), sources)
      // A library that this system cannot load ends only that process.
      await runBeside(
        site,
        `require('@tensorflow/tfjs-node-gpu'); require(${JSON.stringify(addonFile(site, file))})`,
      )
      return { compiled: true }
    } catch (error) {
      // With more room they can be compiled, so that must be told as any missing thing is.
      if (!(error instanceof SetupError) || error.command === 'df -h') throw error
      rmSync(addonFile(site, file), { force: true })
      progress.note(
        `They could not be compiled, so networks with batch normalization train slower: ${error.message}`,
      )
      return { compiled: false }
    }
  },
}

/** @param {Site} site */
function folder(site) {
  return join(site.checkout, 'engine', 'native')
}
