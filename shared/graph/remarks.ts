// What is to be known of a layer's numbers beside the numbers: where papers and libraries have others, and
// where the arithmetic is not whole.
import type { Json } from '../document/types.ts'
import { type Erratum, errata, type Situation } from '../help/errata.ts'
import { span } from '../layers/window.ts'
import type { Layer, Network } from './network.ts'

export interface Note {
  readonly id: string
  readonly title: string
  readonly text: string
}

/** What holds of this layer alone first, then what holds of its kind. */
export function notesOn(network: Network, layer: Layer): readonly Note[] {
  const found = errata.filter(({ at }) => holds(network, layer, at))
  const [special, general] = [found.filter(isSpecial), found.filter(each => !isSpecial(each))]
  return [...inexact(layer), ...special.map(noteOf), ...general.map(noteOf)]
}

function isSpecial({ at }: Erratum): boolean {
  return at.inputs !== undefined || at.params !== undefined
}

function noteOf({ id, title, text }: Erratum): Note {
  return { id, title, text }
}

function holds(network: Network, layer: Layer, at: Situation): boolean {
  const { type, params, inputShapes } = layer
  const [input] = inputShapes
  if (type !== at.type || !params || !input) return false
  if (at.inputs && !at.inputs.some(shape => fits(shape, input))) return false
  if (!Object.entries(at.params ?? {}).every(([name, value]) => fits(value, params[name])))
    return false
  const { behind } = at
  return !behind || before(network, layer).some(other => holds(network, other, behind))
}

/** As far up as an activation and a normalization stand between two convolutions. */
function before(network: Network, layer: Layer): readonly Layer[] {
  const found: Layer[] = []
  let current: Layer | undefined = layer
  while (current && found.length < 3) {
    current = network.byId.get(current.inputs[0]?.layer ?? '')
    if (current) found.push(current)
  }
  return found
}

function fits(wanted: Json, value: unknown): boolean {
  if (wanted === null) return true
  if (!Array.isArray(wanted)) return wanted === value
  return (
    Array.isArray(value) &&
    value.length === wanted.length &&
    wanted.every((part, index) => fits(part as Json, value[index]))
  )
}

/** (W − F + P) ÷ S + 1 that is not whole: what was rounded away, and which sizes would be exact. */
function inexact({ params, inputShapes, outputShapes, declaration }: Layer): readonly Note[] {
  const [input] = inputShapes
  const size = params?.kernelSize ?? params?.poolSize
  const { strides, padding, dilationRate } = params ?? {}
  if (!input || !outputShapes || !declaration?.reach || declaration.type.endsWith('Transpose'))
    return []
  if (!isNumbers(size) || !isNumbers(strides) || padding === 'same') return []
  const rates = isNumbers(dilationRate) ? dilationRate : []
  for (const [axis, kernel] of size.entries()) {
    const pads = Array.isArray(padding) ? (padding[axis] as readonly number[]) : [0, 0]
    const [before = 0, after = 0] = pads
    const reach = span(kernel, rates[axis] ?? 1)
    const note = noteOfAxis(input[axis] ?? 1, reach, strides[axis] ?? 1, before, after)
    if (note && padding !== 'causal') return [note]
  }
  return []
}

function noteOfAxis(
  size: number,
  reach: number,
  stride: number,
  before: number,
  after: number,
): Note | null {
  const room = size + before + after - reach
  const rest = room % stride
  if (rest <= 0 || stride > reach) return null
  const exact = Number((room / stride + 1).toFixed(2))
  const pad = before === after ? `2·${before}` : `${before} + ${after}`
  const pixels = Math.max(0, rest - after)
  const sum = `(${size} − ${reach} + ${pad}) ÷ ${stride} + 1 = ${exact} is rounded down`
  const near = `Exact are ${size - rest} and ${size - rest + stride}.`
  const text =
    pixels === 0
      ? `${sum}; no more is lost than zeros of the padding. ${near}`
      : `${sum}, and ${pixels === 1 ? 'the last position is' : `the last ${pixels} positions are`} never read. ${near} Where a paper prints a whole number here, it had another size or another padding.`
  return { id: 'not-whole', title: `${exact} is not whole`, text }
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(part => typeof part === 'number')
}
