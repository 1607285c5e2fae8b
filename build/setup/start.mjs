// npm start
import { afterSetup, handOver } from './hand-over.mjs'
import { program } from './programs.mjs'

await afterSetup(program, site => handOver(site, 'cli/start.ts', process.argv.slice(2)))
