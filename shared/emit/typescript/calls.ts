// The tfjs calls of one node, with its arguments as the file writes them.
import { isExpression, parseExpression } from '../../document/expressions.ts'
import type { DocumentNode, Json } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import { findLayer } from '../../layers/index.ts'
import type { ParameterKind } from '../../layers/parameters.ts'
import { type Argument, type Call, call } from '../call.ts'
import { isOfWeight } from '../weight-arguments.ts'
import { type Names, printExpression, printFlag } from './expressions.ts'
import { weightCode } from './weight-code.ts'

export function argumentOf(value: Json, scope: Names, kind?: ParameterKind): Argument {
  if (isExpression(value)) {
    const expression = parseExpression(value)
    const print = kind === 'flag' ? printFlag : printExpression
    return { code: print(expression, scope) }
  }
  if (kind === 'flag' && typeof value === 'number') return value !== 0
  if (Array.isArray(value)) return value.map((part: Json) => argumentOf(part, scope))
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
