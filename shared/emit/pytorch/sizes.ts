// Numbers that follow from shapes, such as input channels, written so that one class serves all uses of a
// block: as a number where they are all alike, else by what the class knows, else as an argument of its own.
import type { Argument } from '../call.ts'
import type { Identifiers } from '../python/names.ts'

/** A number by the prefix of each instance. */
export type Vector = ReadonlyMap<string, number>

interface Known {
  readonly code: string
  readonly values: Vector
}

export class Sizes {
  /** What the class must be told beside its block's parameters, in order. */
  readonly asked: Known[] = []
  readonly #known: Known[] = []
  readonly #names: Identifiers

  constructor(names: Identifiers) {
    this.#names = names
  }

  know(code: string, values: Vector): void {
    if (!this.#known.some(known => known.code === code)) this.#known.push({ code, values })
  }

  /** Without a hint, a number that is the same everywhere is written as that number. */
  write(values: Vector, name: string, hint?: string): Argument {
    const hinted = this.#known.find(({ code, values: own }) => code === hint && fits(own, values))
    if (hinted) return { code: hinted.code }
    const constant = onlyOf(values)
    if (constant !== undefined) return constant
    const found = this.#found(values)
    if (found !== undefined) return { code: found }
    const identifier = this.#names.unique(name)
    const known = { code: identifier, values }
    this.asked.push(known)
    this.#known.push(known)
    return { code: identifier }
  }

  #found(values: Vector): string | undefined {
    const same = this.#known.find(known => fits(known.values, values))
    if (same) return same.code
    for (const known of this.#known) {
      const factor = quotient(known.values, values)
      if (factor !== undefined && Number.isInteger(factor)) return `${known.code} * ${factor}`
      if (factor !== undefined && Number.isInteger(1 / factor))
        return `${known.code} // ${1 / factor}`
    }
    for (const [at, first] of this.#known.entries())
      for (const second of this.#known.slice(at))
        if (fits(sum(first.values, second.values), values)) return `${first.code} + ${second.code}`
    return undefined
  }
}

export function fits(known: Vector, wanted: Vector): boolean {
  return [...wanted].every(([prefix, value]) => known.get(prefix) === value)
}

export function onlyOf(values: Vector): number | undefined {
  const [first, ...others] = values.values()
  return others.every(value => value === first) ? first : undefined
}

/** The one factor between them, where there is one. */
function quotient(known: Vector, wanted: Vector): number | undefined {
  const factors = [...wanted].map(([prefix, value]) => value / (known.get(prefix) ?? Number.NaN))
  const [first = Number.NaN] = factors
  return Number.isFinite(first) && factors.every(factor => factor === first) ? first : undefined
}

function sum(a: Vector, b: Vector): Vector {
  return new Map([...a].map(([prefix, value]) => [prefix, value + (b.get(prefix) ?? Number.NaN)]))
}
