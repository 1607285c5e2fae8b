// docs/conformance.md as text.
import { allLayers } from '../../shared/layers/index.ts'

export interface NetworksRecord {
  readonly date: string
  readonly commit: string
  readonly networks: number
  readonly tensors: number
  /** Largest difference as a share of the largest number, where it is at most 1e-5. */
  readonly outputs: number
  readonly gradients: number
  /** Tensors that were further apart, by the reason why they may be. */
  readonly beyond: Readonly<Record<string, number>>
  readonly beyondNetworks: number
  readonly failures: readonly { readonly seed: number; readonly sentences: readonly string[] }[]
  readonly layers: Readonly<Record<string, number>>
}

export interface DocumentsRecord {
  readonly date: string
  readonly commit: string
  readonly documents: number
  readonly broken: number
  readonly seed: number
  readonly layers: number
  readonly sound: number
}

export interface Records {
  readonly networks: Readonly<Record<string, NetworksRecord>>
  readonly documents?: DocumentsRecord
}

const count = (value: number) => value.toLocaleString('en')
const plural = (value: number, noun: string) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`

export function page({ networks, documents }: Records): string {
  const parts = Object.values(networks)
  const body = [
    '# Conformance by chance',
    '',
    'Written by the long runs (`LAYERLOOM_RANDOM_NETWORKS=2000 npx vitest run tests/conformance/random-networks.test.ts`, `LAYERLOOM_RANDOM_DOCUMENTS=100000 npx vitest run tests/shared/graph/random-documents.test.ts`).',
    'Every `npm test` repeats the first hundred networks and the first thousand documents.',
    '',
    ...(parts.length > 0 ? networksPart(networks) : []),
    ...(documents ? documentsPart(documents) : []),
  ]
  return `${body.join('\n').trimEnd()}\n`
}

function networksPart(networks: Records['networks']): string[] {
  const parts = Object.values(networks)
  const sum = (of: (part: NetworksRecord) => number) =>
    parts.reduce((all, part) => all + of(part), 0)
  const largest = (of: (part: NetworksRecord) => number) =>
    Math.max(...parts.map(of)).toExponential(1)
  const failures = parts.flatMap(part => part.failures)
  const reasons = totals(parts.map(part => part.beyond))
  return [
    '## Random networks against Keras',
    'Layers with the arguments of the conformance cases, put one behind the other where the analysis lets them: one to four axes and numbers of words, branches, several inputs and outputs, blocks that repeat,',
    'shared weights. The peer is built from Keras’s layers (by formula where Keras has none) with the same weights; five examples, or one for every fifth seed. Counts and shapes must be equal. A tensor (an output in',
    'inference or in training, a moving statistic, a gradient of an input or a weight) agrees if it is within 1e-5 of its largest number. Where it is not, Keras in float64 says what is right',
    '(its dilated and grouped convolutions, which TensorFlow cannot compute in float64 on a CPU, by equal ones without). “Rounded otherwise” is the furthest of eight runs of Keras in float32 that move every value',
    'between layers by its last place at most, equal values alike and 0 not at all; runs that then take another turn at a maximum are left out.',
    '',
    `- ${plural(
      sum(part => part.networks),
      'network',
    )}, ${plural(
      sum(part => part.tensors),
      'tensor',
    )} compared, ${plural(failures.length, 'network')} with a failure.`,
    `- Largest difference within the limit: outputs and statistics ${largest(part => part.outputs)}, gradients ${largest(part => part.gradients)} of the largest number.`,
    `- Beyond 1e-5 in ${plural(
      sum(part => part.beyondNetworks),
      'network',
    )}, where numbers cancel; by what they were judged then:`,
    ...reasons.map(([reason, tensors]) => `  - ${reason}: ${plural(tensors, 'tensor')}`),
    ...failures.map(
      ({ seed, sentences }) =>
        `- Failed, seed ${seed}: ${sentences.map(text => text.replace(/\s+/g, ' ').slice(0, 200)).join('; ')}`,
    ),
    '',
    '| seeds | date | commit | networks | tensors | outputs | gradients | beyond | failed |',
    '|---|---|---|---|---|---|---|---|---|',
    ...Object.entries(networks).map(([seeds, part]) => row(seeds, part)),
    '',
    `Layers in them: ${layersIn(parts)}.`,
    '',
  ]
}

function row(seeds: string, part: NetworksRecord): string {
  const cells = [
    seeds.replace('-', '–'),
    part.date,
    part.commit,
    part.networks,
    count(part.tensors),
    part.outputs.toExponential(1),
    part.gradients.toExponential(1),
    part.beyondNetworks,
    part.failures.length,
  ]
  return `| ${cells.join(' | ')} |`
}

function totals(records: readonly Readonly<Record<string, number>>[]): [string, number][] {
  const all = new Map<string, number>()
  for (const [key, value] of records.flatMap(record => Object.entries(record)))
    all.set(key, (all.get(key) ?? 0) + value)
  return [...all].sort(([, a], [, b]) => b - a)
}

function layersIn(parts: readonly NetworksRecord[]): string {
  const found = totals(parts.map(part => part.layers))
  const known = new Set(found.map(([type]) => type))
  const missing = allLayers.filter(({ type }) => !known.has(type)).map(({ type }) => type)
  const listed = found.map(([type, number]) => `${type} ${count(number)}`).join(', ')
  return missing.length === 0 ? listed : `${listed}; none of ${missing.join(', ')}`
}

function documentsPart(found: DocumentsRecord): string[] {
  return [
    '## Random documents',
    `${plural(found.documents, 'document')} drawn from seed ${found.seed} on ${found.date} at ${found.commit}, ${count(found.broken)} of them broken on purpose (parts cut out, wrong types, huge numbers, circles): reading, expanding, analysing and counting threw nothing,`,
    `all sizes were whole and all sums agreed. They hold ${plural(found.layers, 'layer')}; ${count(found.sound)} are networks that would train.`,
    '',
  ]
}
