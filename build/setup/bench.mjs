// npm run bench
import { afterSetup, handOver } from './hand-over.mjs'
import { benchmark } from './programs.mjs'

await afterSetup(benchmark, site => handOver(site, 'tests/bench/main.ts', process.argv.slice(2)))
