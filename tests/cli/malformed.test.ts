// Files that nobody should have made: a clear sentence each, exit code 1, no stack, nothing left behind.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '../engine/train/small-run.ts'
import { malformedData } from './malformed-data.ts'
import { malformedDocuments, soundDocument } from './malformed-documents.ts'
import { type CliResult, runCli } from './run-cli.ts'

const scratch = scratchFolder()
let made = 0
function caseFolder(): string {
  made += 1
  const folder = join(scratch, String(made))
  mkdirSync(folder)
  return folder
}

function expectRefusal(result: CliResult, words: RegExp): void {
  expect(result.stderr).toMatch(words)
  expect(result.code).toBe(1)
  const sentences = result.stderr.trim().split('\n')
  expect(sentences.length).toBeLessThanOrEqual(4)
  for (const sentence of sentences) {
    expect(sentence).not.toMatch(/^\s+at |\.ts:\d+|\bTypeError\b|\bRangeError\b|undefined|\[object/)
    expect(sentence).toMatch(/[.?)]$/)
    expect(sentence.length).toBeLessThan(600)
  }
}

it('has at least fifty of them', () => {
  expect(malformedDocuments.length + malformedData.length).toBeGreaterThanOrEqual(50)
})

describe.concurrent('a document with', () => {
  it.each(malformedDocuments)('%s is refused', async (_, text, words) => {
    const folder = caseFolder()
    writeFileSync(join(folder, 'net.loom.json'), text)
    expectRefusal(await runCli(folder, 'train', 'net.loom.json', '--out', 'run'), words)
    expect(existsSync(join(folder, 'run'))).toBe(false)
    const check = await runCli(folder, 'check', 'net.loom.json', '--json')
    expect(check.stderr).toBe('')
    expect(JSON.parse(check.stdout)).toMatchObject({ problems: expect.any(Array) })
  })
})

describe.concurrent('data with', () => {
  it.each(malformedData)('%s is refused', async (_, spec, make, words) => {
    const folder = caseFolder()
    writeFileSync(join(folder, 'net.loom.json'), soundDocument)
    make(folder)
    expectRefusal(
      await runCli(folder, 'train', 'net.loom.json', '--data', spec, '--out', 'run'),
      words,
    )
    // Nothing in the way of the next attempt.
    expect(existsSync(join(folder, 'run'))).toBe(false)
  })
})

it('the document that all of them are made from trains', async () => {
  const folder = caseFolder()
  writeFileSync(join(folder, 'net.loom.json'), soundDocument)
  expect((await runCli(folder, 'train', 'net.loom.json', '--out', 'run')).code).toBe(0)
})
