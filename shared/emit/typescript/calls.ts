// The tfjs calls of one node, with its arguments as the file writes them.
import { isExpression, parseExpression } from '../../document/expressions.ts'
import type { DocumentNode, Json } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import { findLayer } from '../../layers/index.ts'
import { type Argument, type Call, call } from '../call.ts'
import { printExpression } from './values.ts'

export type Rename = (name: string) => string

export function argumentOf(value: Json, rename: Rename): Argument {
  if (isExpression(value)) return { code: printExpression(parseExpression(value), rename) }
  if (Array.isArray(value)) return value.map((part: Json) => argumentOf(part, rename))
  return value as Argument
}

/** What tfjs demands although a document may leave it out. */
const required = new Set(['filters', 'units', 'kernelSize', 'targetShape', 'rate'])

/** The chain of calls that makes this layer, from an instance that the analysis knows. */
export function callsOf(node: DocumentNode, layer: Layer, rename: Rename): readonly Call[] {
  const declaration = findLayer(node.type)
  if (!declaration || !layer.params || !layer.outputShapes) return []
  const args: Record<string, Argument> = {}
  for (const [name, parameter] of Object.entries(declaration.params)) {
    const written = node.params?.[name]
    if (written !== undefined) args[name] = argumentOf(written, rename)
    else if (required.has(name) || name === node.type)
      args[name] = argumentOf(parameter.default, rename)
  }
  const shapes = { inputs: layer.inputShapes, output: layer.outputShapes[0] ?? [] }
  const made = declaration.tfjs?.(layer.params, args, shapes) ?? call(node.type, args)
  return isChain(made) ? made : [made]
}

function isChain(made: Call | readonly Call[]): made is readonly Call[] {
  return Array.isArray(made)
}

/** The call of a chain that carries the layer's name: the one with weights, else the last. */
export function namedCall(calls: readonly Call[]): number {
  const weighted = calls.findIndex(entry => entry.weights === true)
  return weighted === -1 ? calls.length - 1 : weighted
}
