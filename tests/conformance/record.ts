// Keeps what the long runs found in record.json and writes docs/conformance.md from it.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { analyse } from '../../shared/graph/analyse.ts'
import type { Verdict } from './compare-with-keras.ts'
import { randomNetwork } from './random-network.ts'
import { type NetworksRecord, page, type Records } from './record-page.ts'

const file = fileURLToPath(new URL('./record.json', import.meta.url))
const document = fileURLToPath(new URL('../../docs/conformance.md', import.meta.url))

/** A slice of a long run, in the place of what was known of any of its seeds: none is counted twice. */
export function recordNetworks(seeds: readonly number[], verdicts: readonly Verdict[]): void {
  const records = read()
  const [first = 0, last = first] = [seeds[0], seeds.at(-1)]
  const others = Object.entries(records.networks).filter(([key]) => {
    const [from = 0, to = from] = key.split('-').map(Number)
    return to < first || from > last
  })
  const key = `${first}-${last}`
  write({
    ...records,
    networks: { ...Object.fromEntries(others), [key]: recordOf(seeds, verdicts) },
  })
}

export interface DocumentsFound {
  readonly documents: number
  readonly broken: number
  readonly seed: number
  readonly layers: number
  readonly sound: number
}

/** Only called where nothing threw: a property test ends at the first document that does. */
export function recordDocuments(found: DocumentsFound): void {
  write({ ...read(), documents: { ...found, ...when() } })
}

function read(): Records {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Records
  } catch {
    return { networks: {} }
  }
}

function write(records: Records): void {
  const lines = Object.entries(records.networks)
    .sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  const documents = records.documents
    ? `,\n  "documents": ${JSON.stringify(records.documents)}`
    : ''
  writeFileSync(file, `{\n  "networks": {\n${lines.join(',\n')}\n  }${documents}\n}\n`)
  writeFileSync(document, page(records))
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200)
}

function when(): { readonly date: string; readonly commit: string } {
  const commit = execFileSync('git', ['rev-parse', '--short=9', 'HEAD'], { encoding: 'utf8' })
  return { date: new Date().toISOString().slice(0, 10), commit: commit.trim() }
}

function recordOf(seeds: readonly number[], verdicts: readonly Verdict[]): NetworksRecord {
  const layers: Record<string, number> = {}
  for (const seed of seeds)
    for (const { type } of analyse(randomNetwork(seed, 'case')).layers)
      layers[type] = (layers[type] ?? 0) + 1
  const beyond: Record<string, number> = {}
  for (const sentence of verdicts.flatMap(verdict => verdict.beyond)) {
    const reason = sentence.slice(sentence.indexOf('; ') + 2)
    beyond[reason] = (beyond[reason] ?? 0) + 1
  }
  return {
    ...when(),
    networks: seeds.length,
    tensors: verdicts.reduce((sum, { compared }) => sum + compared.length, 0),
    outputs: Math.max(...verdicts.map(({ largest }) => largest.outputs)),
    gradients: Math.max(...verdicts.map(({ largest }) => largest.gradients)),
    beyond,
    beyondNetworks: verdicts.filter(verdict => verdict.beyond.length > 0).length,
    failures: verdicts.flatMap(({ failures }, index) =>
      failures.length > 0
        ? [{ seed: seeds[index] ?? 0, sentences: failures.slice(0, 3).map(inOneLine) }]
        : [],
    ),
    layers,
  }
}
