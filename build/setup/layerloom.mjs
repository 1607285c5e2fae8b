// npm run -s layerloom -- COMMAND …: standard output belongs to the command; the set-up writes to standard error.
import { afterSetup, handOver } from './hand-over.mjs'
import { engine, program } from './programs.mjs'

const flags = process.argv.slice(2)
const steps = flags.includes('serve') ? program : engine
await afterSetup(steps, site => handOver(site, 'cli/main.ts', flags))
