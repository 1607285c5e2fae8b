// Rule W: nothing but engine/files writes user files. Other writing ways are found by name in the sources.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const writing =
  /\b(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|writeSync|copyFile|copyFileSync|cp|cpSync|outputFile)\b/

const allowed = [
  // A lock holds nothing to lose, and must come to be by a link that fails where there is one already.
  'engine/train/run-lock.ts: writeFile',
  // The graph goes to TensorFlow through a temporary folder that is gone when the session is open.
  'engine/compile/session.ts: writeFile',
  // Not ours at run time: the exported project brings this file along.
  'engine/export/project/src/weights.ts: writeFile',
]

/** Names that a source takes from node:fs, or calls on it. */
function foreignWriters(source: string): string[] {
  const imports = source.matchAll(
    /import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(?:node:)?fs(?:\/promises)?'/g,
  )
  const names = [...imports].flatMap(match => (match[1] ?? '').split(','))
  const calls = source.match(/\b(?:fs|fsPromises|promises)\.\w+/g) ?? []
  return [...names, ...calls].map(name => name.trim()).filter(name => writing.test(name))
}

test.each([
  ["import { readFile, writeFile } from 'node:fs/promises'", ['writeFile']],
  ["import { writeFileSync as save } from 'fs'", ['writeFileSync as save']],
  ["import * as fs from 'node:fs'\nfs.appendFileSync('x', 'y')", ['fs.appendFileSync']],
  ["import { writeFile } from '../files/write-file.ts'", []],
])('%j is seen for what it is', (source, found) => {
  expect(foreignWriters(source)).toEqual(found)
})

test.each(['engine', 'cli', 'shared'])('%s writes files through engine/files only', folder => {
  const offenders = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('node_modules'))
    .map(name => join(root, folder, name))
    .filter(path => !relative(root, path).startsWith(join('engine', 'files')))
    .flatMap(path =>
      foreignWriters(readFileSync(path, 'utf8')).map(name => `${relative(root, path)}: ${name}`),
    )
  expect(offenders.filter(offender => !allowed.includes(offender))).toEqual([])
})
