#!/usr/bin/env node
// `layerloom COMMAND …`. Exit code 0 fine, 1 the input is wrong, 2 usage, 3 the engine failed.
import { tell } from './output/failure.ts'
import { createProgram } from './program.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  await createProgram().parseAsync(process.argv)
} catch (thrown) {
  process.exitCode = tell(thrown)
}
