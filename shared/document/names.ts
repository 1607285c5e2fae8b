// What nodes, blocks and parameters may be called. A name outside of these rules makes a file that
// nobody can open again, so edits and the reader ask the same functions.
import { reservedNames } from './expression-tree.ts'
import type { NetworkDocument } from './types.ts'

export const longestId = 200

const idPattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/

/** Ids of nodes, names of blocks; names of shared weights, which may be any length. */
export function isId(text: string, longest = longestId): boolean {
  return text.length <= longest && idPattern.test(text)
}

/** The rule for ids as a sentence; `what` begins it: “An id”, “A block’s name”. */
export function idRule(what: string): string {
  return `${what} begins with a letter or an underscore and goes on with letters, digits, “_”, “.” or “-”, at most ${longestId}.`
}

/** Why a new block cannot have this name, as a sentence, or undefined where it can. */
export function problemWithBlockName(document: NetworkDocument, name: string): string | undefined {
  if (!isId(name)) return idRule('A block’s name')
  const isTaken = Object.hasOwn(document.blocks ?? {}, name)
  return isTaken ? `There is a block ${name} already. Choose another name.` : undefined
}

/** Why a parameter cannot have this name, as a sentence, or undefined where it can. */
export function problemWithParameterName(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name))
    return 'A parameter’s name has letters, digits and underscores only, begins with no digit, and is at most 100 long.'
  if (reservedNames.includes(name))
    return `${name} has a meaning of its own in expressions. Choose another name.`
  return undefined
}

/** Whether a block can be repeated that often: a count, or an expression for one. */
export function isRepeat(value: unknown): value is number | string {
  if (typeof value === 'string') return value.startsWith('=')
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
