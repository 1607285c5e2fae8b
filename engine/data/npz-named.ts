// Arrays of an archive for a network with several inputs or outputs: each has the id of its input or output as
// its name, with _train or _test behind it or not. `x` is also the only input, `y` the only output.
import type { Loss } from '../../shared/document/types.ts'
import type { WantedAnswers, WantedData, WantedInput } from '../../shared/runs/wanted-data.ts'
import { isPlain } from '../../shared/runs/wanted-data.ts'
import { DataError, formatCount } from './data-error.ts'
import type { Examples, LoadedExamples, NamedArrays, Targets } from './dataset.ts'
import { numberedClasses } from './labels.ts'
import type { NpyArray } from './npy.ts'
import { readTargets, toFloats, toInput } from './npy-columns.ts'

/** An archive's arrays by name, each read when it is asked for. */
export interface Arrays {
  readonly file: string
  readonly names: readonly string[]
  read(name: string): NpyArray | undefined
}

export type Suffix = '_train' | '_test' | ''

/** Whether the plain rule, x and y, will not do: several are wanted, or the file calls its arrays by ids. */
export function wantsNames(wanted: WantedData, { names }: Arrays): boolean {
  if (!isPlain(wanted)) return true
  const ids = [...wanted.inputs, ...wanted.outputs].map(({ id }) => id)
  const bases = new Set(names.map(name => name.replace(/_(train|test)$/, '')))
  return ids.some(id => id !== 'x' && id !== 'y' && bases.has(id))
}

export interface NamedPart extends Examples {
  readonly named: NamedArrays
  /** How many classes each array of answers has; 0: values. */
  readonly classes: Readonly<Record<string, number>>
}

/** The first form of names that the archive has anything in; undefined where there is none. */
export function readNamedPart(
  arrays: Arrays,
  wanted: WantedData,
  suffixes: readonly Suffix[],
): NamedPart | undefined {
  for (const suffix of suffixes) {
    const inputs = wanted.inputs.map(port => ({ port, found: find(arrays, wanted, port, suffix) }))
    // What all others may fall back on comes first.
    const ports = wanted.outputs.toSorted((a, b) => Number(a.isOptional) - Number(b.isOptional))
    const outputs = ports.map(port => ({ port, found: find(arrays, wanted, port, suffix) }))
    if (![...inputs, ...outputs].some(({ found }) => found)) continue
    const missing = [
      ...inputs.filter(({ found }) => !found),
      ...outputs.filter(({ found, port }) => !found && !port.isOptional),
    ]
    if (missing.length > 0) throw missingArrays(arrays, wanted, suffix)
    return joined(
      arrays,
      inputs.flatMap(({ port, found }) => (found ? { port, ...found } : [])),
      outputs.flatMap(({ port, found }) => (found ? { port, ...found } : [])),
    )
  }
  return undefined
}

interface Found {
  readonly name: string
  readonly array: NpyArray
}

function find(
  arrays: Arrays,
  wanted: WantedData,
  port: WantedInput | WantedAnswers,
  suffix: Suffix,
): Found | undefined {
  for (const name of namesOf(wanted, port)) {
    const array = arrays.read(`${name}${suffix}`)
    if (array) return { name: `${name}${suffix}`, array }
  }
  return undefined
}

/** What the array of an input or output may be called. */
function namesOf(wanted: WantedData, port: WantedInput | WantedAnswers): readonly string[] {
  const alone = (ports: readonly WantedInput[], name: string) =>
    ports.length === 1 && ports[0] === port ? [name] : []
  return [
    port.id,
    ...alone(wanted.inputs, 'x'),
    ...alone(
      wanted.outputs.filter(output => !output.isOptional),
      'y',
    ),
  ]
}

interface Read<Port> extends Found {
  readonly port: Port
}

function joined(
  { file }: Arrays,
  inputs: readonly Read<WantedInput>[],
  outputs: readonly Read<WantedAnswers>[],
): NamedPart {
  const count = rowsOf(file, [...inputs, ...outputs])
  const read = outputs.map(({ port, name, array }) => {
    const where = `${file} (${name})`
    return [port.id, answersFor(port.loss, array, count, where)] as const
  })
  const named = {
    inputs: Object.fromEntries(inputs.map(({ port, array }) => [port.id, toInput(array)])),
    answers: Object.fromEntries(read.map(([id, { targets }]) => [id, targets])),
  }
  const [input] = Object.values(named.inputs)
  const [targets] = Object.values(named.answers)
  if (!input || !targets) throw new Error('a network has an input and an output')
  const classes = Object.fromEntries(read.map(([id, answers]) => [id, answers.classes]))
  return { count, ...input, targets, named, classes }
}

function rowsOf(file: string, found: readonly Found[]): number {
  const [first, ...others] = found
  const count = first?.array.shape[0]
  if (!first || count === undefined) throw scalar(file, first)
  for (const other of others) {
    const rows = other.array.shape[0]
    if (rows === undefined) throw scalar(file, other)
    if (rows === count) continue
    const numbers = `${formatCount(count)} rows in ${first.name} but ${formatCount(rows)} in ${other.name}`
    throw new DataError(`holds ${numbers}. Save as many rows of each.`, { file })
  }
  return count
}

function scalar(file: string, found: Found | undefined): DataError {
  return new DataError(
    `holds a single number as ${found?.name}; the first axis must count the examples.`,
    { file },
  )
}

/** What a loss of values learns stays values, whole numbers too. */
function answersFor(
  loss: Loss,
  array: NpyArray,
  count: number,
  where: string,
): { readonly targets: Targets; readonly classes: number } {
  const isOfClasses = loss.endsWith('Crossentropy')
  if (isOfClasses) return readTargets(array, count, where, loss !== 'binaryCrossentropy')
  const shape = array.shape.length === 1 ? [1] : array.shape.slice(1)
  return { targets: { kind: 'values', values: toFloats(array), shape }, classes: 0 }
}

/** What is there, what is missing with its size and kind, and how it is named. */
export function missingArrays(arrays: Arrays, wanted: WantedData, suffix: Suffix): DataError {
  const ports = [
    ...wanted.inputs.map(port => ({ port, what: 'input', isOptional: false })),
    ...wanted.outputs.map(port => ({ port, what: 'output', isOptional: port.isOptional })),
  ]
  const missing = ports
    .filter(({ port, isOptional }) => !isOptional && !find(arrays, wanted, port, suffix))
    .map(({ port, what }) => {
      const name = namesOf(wanted, port)
        .map(each => `${each}${suffix}`)
        .join(' or ')
      return `${name} for the ${what} ${port.id}, ${describeWanted(port)}`
    })
  return new DataError(
    `holds ${describeArrays(arrays)}. Missing: ${missing.join('; ')}. An array is named after its input or output, with _train and _test behind it or not; N counts the examples.`,
    { file: arrays.file },
  )
}

const mostNamed = 8

function describeArrays({ names, read }: Arrays): string {
  if (names.length === 0) return 'no arrays'
  const shown = names.slice(0, mostNamed).map(name => {
    const array = read(name)
    return array ? `${name} (${array.shape.join(', ')}) of ${array.type}` : name
  })
  const more = names.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function describeWanted(port: WantedInput | WantedAnswers): string {
  const sizes = (shape: readonly number[]) => `(${['N', ...shape].join(', ')})`
  if (!('loss' in port)) return `numbers of shape ${sizes(port.shape)}`
  const units = port.shape.at(-1) ?? 1
  switch (port.loss) {
    case 'categoricalCrossentropy':
    case 'sparseCategoricalCrossentropy':
      return `class numbers 0 to ${units - 1} of shape (N,)`
    case 'binaryCrossentropy':
      return `0 or 1, of shape ${units === 1 ? '(N,)' : sizes(port.shape)}`
    default:
      return `numbers of shape ${sizes(port.shape)}`
  }
}

/** Training and test part as a data set. */
export function namedExamples(
  name: string,
  training: NamedPart,
  test: NamedPart | undefined,
): LoadedExamples {
  const entries = Object.entries(training.classes).map(([id, count]) => {
    const classes = Math.max(count, test?.classes[id] ?? 0)
    return [id, numberedClasses(count === 0 ? 0 : classes)] as const
  })
  const [first] = entries
  const plain = ({ classes: _, ...examples }: NamedPart): Examples => examples
  return {
    name,
    training: plain(training),
    ...(test && { test: plain(test) }),
    classNames: first?.[1] ?? [],
    classNamesOf: Object.fromEntries(entries),
  }
}

/** Both parts must have arrays of the same sizes and kinds. */
export function checkNamedAlike(training: NamedPart, test: NamedPart, file: string): void {
  const describe = ({ named }: NamedPart) => [
    ...Object.entries(named.inputs).map(([id, { shape }]) => [id, `(${shape.join(', ')})`]),
    ...Object.entries(named.answers).map(([id, answers]) => [id, describeAnswers(answers)]),
  ]
  const ours = new Map(describe(training) as [string, string][])
  for (const [id = '', theirs] of describe(test)) {
    const own = ours.get(id)
    if (own === theirs) continue
    throw new DataError(
      `${id} is ${own ?? 'missing'} in the training part and ${theirs} in the test part. Both must be alike.`,
      { file },
    )
  }
}

function describeAnswers(targets: Targets): string {
  return targets.kind === 'classes'
    ? 'class numbers'
    : `values of shape (${targets.shape.join(', ')})`
}
