// What a fix would cost or save, so that a person can choose between several.
import { applyFix } from '../document/fixes.ts'
import type { NetworkDocument } from '../document/types.ts'
import { analyse } from './analyse.ts'
import { formatBytes, formatShort } from './format.ts'
import { errorsOf, type Fix, type Network } from './network.ts'

export interface FixEffect {
  /** After minus before; for the whole network, memory in bytes of a training step. */
  readonly parameters: number
  readonly macs: number
  readonly memory: number
  /** Errors after minus errors before: −1 where the fix mends one and makes none. */
  readonly errors: number
  /** False where sizes are unknown before or after, so that the differences compare unlike things. */
  readonly comparable: boolean
}

/** The effect of a fix on the whole network, by analysing the document that it would make. */
export function effectOfFix(document: NetworkDocument, fix: Fix): FixEffect {
  const [before, after] = [analyse(document), analyse(applyFix(document, fix))]
  const difference = (key: 'parameters' | 'macs' | 'peakTrainingBytes') =>
    after.totals[key] - before.totals[key]
  return {
    parameters: difference('parameters'),
    macs: difference('macs'),
    memory: difference('peakTrainingBytes'),
    errors: errorsIn(after) - errorsIn(before),
    comparable: before.totals.complete && after.totals.complete,
  }
}

function errorsIn(network: Network): number {
  return errorsOf(network).length
}

/** `−1,024 parameters, +2.1 M MACs`; null where nothing changes or nothing can be compared. */
export function describeEffect(effect: FixEffect): string | null {
  if (!effect.comparable) return null
  const parts = [
    effect.parameters !== 0 && `${signed(effect.parameters, formatShort)} parameters`,
    effect.macs !== 0 && `${signed(effect.macs, formatShort)} MACs`,
    effect.memory !== 0 && `${signed(effect.memory, formatBytes)} in training`,
  ]
  const said = parts.filter(part => part !== false)
  return said.length === 0 ? null : said.join(', ')
}

function signed(value: number, format: (value: number) => string): string {
  return `${value < 0 ? '−' : '+'}${format(Math.abs(value))}`
}
