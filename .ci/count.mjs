// count.mjs REPORT CHECK_CODE TEST_CODE: prints "N passed, N failed, N skipped" and fails if anything failed.
import { existsSync, readFileSync } from 'node:fs'

const [path = '', checkCode, testCode] = process.argv.slice(2)
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report

// A file that cannot even be loaded has no tests to fail.
const unloaded = (report.testResults ?? []).filter(
  file => file.status === 'failed' && file.assertionResults.length === 0,
)
let failed = numFailedTests + unloaded.length
// Errors outside tests, or a run that never began, show in the exit code alone.
if (testCode !== '0' && failed === 0) failed = 1
if (checkCode !== '0') failed++

console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`)
process.exitCode = failed > 0 ? 1 : 0
