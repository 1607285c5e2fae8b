// Random documents broken on purpose, as a slip of a text editor or another program would leave them.
import type { Json, NetworkDocument } from '../../../shared/document/types.ts'
import { type Dice, diceOf, randomDocument } from './random-documents.ts'

type Holder = Json[] | Record<string, Json>

/** A place in a document: what holds it, and under which key. */
interface Place {
  readonly holder: Holder
  readonly key: string
}

const strange: readonly Json[] = [
  ...[1e308, -1e308, 2 ** 53, -(2 ** 53), 1e-320, 0.1, 1e9, -1, 0],
  ...['', ' ', 'a/b', 'in', 'n0', 'image', 'constructor', '__proto__', '=', '=n0', '=1e308*10'],
  ...['=2^2^2^2^2^2', '=index', `=${'('.repeat(60)}`, '🦉'.repeat(300), 'block', 'blockInput'],
  ...[null, true, false, [], {}, [[]], [{}], [null], { type: 'block' }, [1e308, 1e308]],
]

function read(holder: Holder, key: string): Json | undefined {
  return Array.isArray(holder) ? holder[Number(key)] : holder[key]
}

function write({ holder, key }: Place, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value
  // As a parser of JSON would, which makes a plain property of `__proto__` too.
  else
    Object.defineProperty(holder, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
}

function placesOf(holder: Holder): Place[] {
  return Object.keys(holder).flatMap(key => {
    const value = read(holder, key)
    const inside = typeof value === 'object' && value !== null ? placesOf(value as Holder) : []
    return [{ holder, key }, ...inside]
  })
}

function copy(value: Json | undefined): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json)
}

type Break = (dice: Dice, place: Place, all: readonly Place[]) => void

const breaks: readonly Break[] = [
  (_, { holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  },
  (dice, place) => write(place, dice.pick(strange)),
  (dice, place, all) => {
    const other = dice.pick(all)
    write(place, copy(read(other.holder, other.key)))
  },
  // Once more: two nodes of one name, two wires into one port.
  (_, { holder, key }) => {
    if (Array.isArray(holder)) holder.push(copy(read(holder, key)))
  },
  (dice, { holder }) =>
    write({ holder, key: dice.pick(['x', 'type', 'when', 'repeat']) }, dice.pick(strange)),
]

/** Circles of wires, blocks within themselves, repetitions without end: where a walk would not come home. */
const circles: readonly Break[] = [
  (_, { holder }) => {
    if (Array.isArray(holder)) return
    const { source, target } = holder
    if (source === undefined || target === undefined) return
    Object.assign(holder, { source: target, target: source })
  },
  (dice, { holder }) => {
    if (!Array.isArray(holder) && holder.type === 'block')
      Object.assign(holder, {
        block: dice.pick(['first', 'second']),
        repeat: dice.pick([1e9, '=9^9', 3]),
      })
  },
  (_, { holder }) => {
    if (!Array.isArray(holder) && 'size' in holder)
      Object.assign(holder, { size: '=other', other: '=size' })
  },
]

/** The text of a document with some parts broken. */
export function brokenText(seed: number): string {
  const dice = diceOf(seed ^ 0x5bd1e995)
  const whole: NetworkDocument = randomDocument(seed)
  const json = JSON.parse(JSON.stringify(whole)) as Record<string, Json>
  for (let times = dice.whole(1, 6); times > 0; times--) {
    const all = placesOf(json)
    if (all.length === 0) break
    dice.pick(dice.once(3) ? circles : breaks)(dice, dice.pick(all), all)
  }
  const text = JSON.stringify(json)
  return dice.once(40) ? text.slice(0, dice.whole(0, text.length)) : text
}
