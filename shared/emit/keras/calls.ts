// The Keras calls of one node, with its arguments as the file writes them.
import { isExpression, parseExpression } from '../../document/expressions.ts'
import type { DocumentNode, Json } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import type { Shape } from '../../layers/define.ts'
import { findLayer } from '../../layers/index.ts'
import type { ParameterKind } from '../../layers/parameters.ts'
import { type Argument, type Call, call } from '../call.ts'
import { EmitError } from '../emit-error.ts'
import { type Names, printExpression, printFlag, printWhole } from '../python/expressions.ts'
import { className, snakeCase } from '../python/names.ts'
import { isOfWeight } from '../weight-arguments.ts'
import { weightCode } from './weight-code.ts'

/** `kind` is that of the layer's parameter; a block's own parameter has none. */
export function argumentOf(value: Json, scope: Names, kind?: ParameterKind): Argument {
  if (isExpression(value)) {
    const expression = parseExpression(value)
    if (kind === 'flag') return { code: printFlag(expression, scope) }
    const isWhole = kind !== undefined && kind !== 'number' && kind !== 'numbers'
    return { code: (isWhole ? printWhole : printExpression)(expression, scope) }
  }
  if (kind === 'flag' && typeof value === 'number') return value !== 0
  if (Array.isArray(value)) return value.map((part: Json) => argumentOf(part, scope, kind))
  return value as Argument
}

/** The chain of calls that makes this layer, from an instance that the analysis knows. */
export function callsOf(node: DocumentNode, layer: Layer, scope: Names): readonly Call[] {
  const declaration = findLayer(node.type)
  if (!declaration || !layer.params || !layer.outputShapes) return []
  const args: Record<string, Argument> = {}
  for (const [name, parameter] of Object.entries(declaration.params)) {
    const written = node.params?.[name]
    if (written !== undefined && isOfWeight(parameter.kind)) {
      const argument = weightCode(name, written, layer)
      if (argument !== null) args[name] = argument
    } else if (written !== undefined) args[name] = argumentOf(written, scope, parameter.kind)
    else if (parameter.required) args[name] = argumentOf(parameter.default, scope)
  }
  const shapes = { inputs: layer.inputShapes, output: layer.outputShapes[0] ?? [] }
  refuseUnknown(node, layer.params, layer.inputShapes[0] ?? [])
  const made = declaration.keras?.(layer.params, args, shapes)
  if (made) return [made].flat()
  return padded(node.type, layer.params.padding, args)
}

/** `=pool` may be any word of Keras, a number of pixels only where it is one in every use. */
function padded(
  type: string,
  padding: unknown,
  args: Readonly<Record<string, Argument>>,
): readonly Call[] {
  const { padding: written, ...rest } = args
  const isOfPadding = type.startsWith('zeroPadding') || type.startsWith('cropping')
  if (isOfPadding) return [call(className(type), { ...args, ...sidesOf(written) })]
  if (written === undefined || !Array.isArray(padding))
    return [call(className(type), args, { weights: true })]
  const rank = /(\d)d/.exec(type)?.[1] ?? '2'
  const pad = sidesOf(written)
  if (type.endsWith('Transpose')) {
    const open = call(className(type), { outputPadding: 0, ...rest }, { weights: true })
    return [open, call(`Cropping${rank}D`, { cropping: pad.padding ?? 0 })]
  }
  const main = call(className(type), rest, { weights: true })
  if (padding.flat().every(side => side === 0) && typeof written !== 'object') return [main]
  // A maximum must never be one of the zeros around.
  return type.startsWith('max')
    ? [call('PadWithLowest', pad, { from: 'own' }), main]
    : [call(`ZeroPadding${rank}D`, pad), main]
}

/** Keras wants numbers for all axes or pairs for all: `[1, [0, 2]]` becomes `[[1, 1], [0, 2]]`. */
function sidesOf(written: Argument | undefined): Readonly<Record<string, Argument>> {
  if (written === undefined) return {}
  if (!Array.isArray(written) || !written.some(Array.isArray)) return { padding: written }
  return {
    padding: written.map((side: Argument) => (Array.isArray(side) ? side : [side, side])),
  }
}

/** What Keras 3.15 cannot do, or does otherwise than it says. */
function refuseUnknown(node: DocumentNode, p: Readonly<Record<string, unknown>>, x: Shape): void {
  const reason = reasonAgainst(node.type, p, x)
  if (reason !== undefined)
    throw new EmitError(`${node.id}: ${reason}, or export to typescript or savedmodel.`)
}

function reasonAgainst(
  type: string,
  p: Readonly<Record<string, unknown>>,
  x: Shape,
): string | undefined {
  const steps = [(p.strides ?? 1) as number | readonly number[]].flat()
  const rates = [(p.dilationRate ?? 1) as number | readonly number[]].flat()
  if (steps.some(step => step > 1) && rates.some(rate => rate > 1))
    return `Keras cannot convolve with strides ${steps.join('×')} and a dilation of ${rates.join('×')} at once. Use one of the two`
  if (/^(depthwise|separable)Conv/.test(type) && new Set(steps).size > 1)
    return `Keras steps equally along all axes in a depthwise convolution, and the strides are ${steps.join('×')}. Use one number`
  if (p.activation === 'sparsemax')
    return 'Keras computes sparsemax otherwise than its paper. Use softmax'
  const [axis = -1, ...others] = [(p.axis ?? -1) as number | readonly number[]].flat()
  const isLast = axis === -1 || axis === x.length
  if (type === 'rmsNormalization' && others.length === 0 && !isLast)
    return `Keras scales along the last axis only, and axis ${axis} is another. Use axis −1`
  return undefined
}

/** Which call of a chain carries the layer's name: the one with weights, else the last. */
export function namedCall(calls: readonly Call[]): number {
  const weighted = calls.findIndex(entry => entry.weights === true)
  return weighted === -1 ? calls.length - 1 : weighted
}

/** Values of these names are words that Keras writes in small letters. */
export function keyOf(name: string): string {
  return snakeCase(name)
}

/** `heNormal` is `he_normal` in Keras, `leCunNormal` `lecun_normal`. */
export function wordsOf(value: Argument): Argument {
  if (typeof value === 'string')
    return value.startsWith('leCun') ? `lecun_${snakeCase(value.slice(5))}` : snakeCase(value)
  return Array.isArray(value) ? value.map(wordsOf) : value
}
