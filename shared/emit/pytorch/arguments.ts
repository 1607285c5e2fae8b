// Arguments of modules: those of all instances of a node become one text each.
import type { Argument } from '../call.ts'
import { NotFoldable } from '../frame.ts'
import { printArgument } from '../python/values.ts'
import type { TorchArgument, TorchModule } from '../torch-call.ts'
import type { Sizes } from './sizes.ts'

/** One argument by the prefix of each instance. */
type PerInstance = ReadonlyMap<string, TorchArgument | undefined>

/** What PyTorch takes where nothing is written. */
const usual: Readonly<Record<string, string>> = {
  padding: '0',
  output_padding: '0',
  dilation: '1',
  groups: '1',
  bias: 'True',
  stride: '1',
}

interface Hints {
  readonly sizes: Sizes
  /** Codes of the channels that come in. */
  readonly channels: string | undefined
  /** What a number that only the caller knows is called. */
  readonly name: string
}

export function moduleParts(
  modules: ReadonlyMap<string, TorchModule>,
  hints: Hints,
): readonly string[] {
  const [[, first] = []] = modules
  if (!first) return []
  const of = (choose: (module: TorchModule) => TorchArgument | undefined) =>
    new Map([...modules].map(([prefix, module]) => [prefix, choose(module)]))
  const list = first.list.map((_, at) =>
    write(
      of(({ list }) => list[at]),
      hints,
    ),
  )
  const named = Object.keys(first.args).flatMap(key => {
    const text = write(
      of(({ args }) => args[key]),
      { ...hints, name: `${hints.name}_${key}` },
    )
    return isUsual(first.name, key, text, list) ? [] : [`${key}=${text}`]
  })
  return [...list, ...named]
}

/** A pooling steps by its own window unless it is told otherwise. */
function isUsual(name: string, key: string, text: string, list: readonly string[]): boolean {
  if (key === 'stride' && name.includes('Pool')) return text === list[0]
  return usual[key] === text
}

function write(values: PerInstance, hints: Hints): string {
  return print(merged(values, hints))
}

function print(value: Merged): string {
  if (typeof value === 'object' && value !== null && 'perAxis' in value) {
    const parts = value.perAxis.map(print)
    const [first = ''] = parts
    if (parts.every(part => part === first)) return first
    return `(${parts.join(', ')})`
  }
  return printArgument(value)
}

type Merged = Argument | { readonly perAxis: readonly Merged[] }

function merged(values: PerInstance, hints: Hints): Merged {
  const all = [...values.values()]
  const [first] = all
  if (first === undefined) throw new NotFoldable('an argument that is not always there')
  if (isSize(first)) return hints.sizes.write(numbers(values, sizeOf), hints.name, hints.channels)
  const text = JSON.stringify(first)
  if (all.every(value => JSON.stringify(value) === text) && !hasSizes(first)) return plain(first)
  if (typeof first === 'number') return hints.sizes.write(numbers(values, numberOf), hints.name)
  if (isPerAxis(first) || Array.isArray(first)) {
    const parts = listOf(first).map((_, at) =>
      merged(new Map([...values].map(([prefix, value]) => [prefix, listOf(value)[at]])), {
        ...hints,
        name: `${hints.name}_${at}`,
      }),
    )
    return isPerAxis(first) ? { perAxis: parts } : (parts as readonly Argument[])
  }
  throw new NotFoldable('an argument that differs in kind')
}

function numbers(
  values: PerInstance,
  choose: (value: TorchArgument | undefined) => number,
): ReadonlyMap<string, number> {
  return new Map([...values].map(([prefix, value]) => [prefix, choose(value)]))
}

function sizeOf(value: TorchArgument | undefined): number {
  if (isSize(value)) return value.size
  throw new NotFoldable('a size here and none there')
}

function numberOf(value: TorchArgument | undefined): number {
  if (typeof value === 'number') return value
  throw new NotFoldable('a number here and none there')
}

function listOf(value: TorchArgument | undefined): readonly TorchArgument[] {
  if (isPerAxis(value)) return value.perAxis
  if (Array.isArray(value)) return value
  // One number where another instance has one for each axis: nothing, for all of them.
  throw new NotFoldable('a list here and none there')
}

function isSize(value: TorchArgument | undefined): value is { readonly size: number } {
  return typeof value === 'object' && value !== null && 'size' in value
}

function isPerAxis(
  value: TorchArgument | undefined,
): value is { readonly perAxis: readonly TorchArgument[] } {
  return typeof value === 'object' && value !== null && 'perAxis' in value
}

function hasSizes(value: TorchArgument): boolean {
  return JSON.stringify(value).includes('"size":')
}

function plain(value: TorchArgument): Merged {
  if (isPerAxis(value)) return { perAxis: value.perAxis.map(plain) }
  if (isSize(value)) return value.size
  return value
}
