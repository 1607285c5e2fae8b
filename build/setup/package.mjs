// npm run package: the unpacked application, where Electron can be had.
import { afterSetup, handOver } from './hand-over.mjs'
import { program } from './programs.mjs'

await afterSetup(program, site => handOver(site, 'build/package.ts', process.argv.slice(2)))
