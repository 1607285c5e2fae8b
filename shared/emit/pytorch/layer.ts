// The PyTorch form of a node in every instance of its class, and what the file writes of it.
import { isExpression } from '../../document/expressions.ts'
import type { DocumentNode } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import type { Argument } from '../call.ts'
import { EmitError } from '../emit-error.ts'
import { NotFoldable } from '../frame.ts'
import { argumentOf } from '../keras/calls.ts'
import type { Names } from '../python/expressions.ts'
import { printArgument } from '../python/values.ts'
import type { Layout, TorchCall, TorchForm, TorchModule, TorchPlace } from '../torch-call.ts'

/** Kinds of parameters that say how weights begin and what holds them: the exported weights are made already. */
const ofWeights = /^(variant|arguments)$/

/** By the prefix of each instance that has the node. */
export type Forms = ReadonlyMap<string, TorchForm>

export function formsOf(
  node: DocumentNode,
  layers: ReadonlyMap<string, Layer>,
  layout: Layout,
  scope: Names,
): Forms {
  const made = (apart: boolean) =>
    new Map(
      [...layers].map(([prefix, layer]) => [prefix, formOf(node, layer, scope, { layout, apart })]),
    )
  const forms = made(false)
  if (isOneKind(forms)) return forms
  const apart = made(true)
  if (isOneKind(apart)) return apart
  throw new NotFoldable(`uses of ${node.id} differ in kind`)
}

function formOf(
  node: DocumentNode,
  layer: Layer,
  scope: Names,
  place: Pick<TorchPlace, 'layout' | 'apart'>,
): TorchForm {
  const { declaration, definition, params, inputShapes, outputShapes } = layer
  if (!declaration || !params || !outputShapes) throw new NotFoldable(`${layer.id} has no shape`)
  if (!declaration.pytorch)
    throw new EmitError(
      `${node.id}: PyTorch has no ${declaration.label.toLowerCase()} layer, and this version does not write one for it. Export to typescript, keras or savedmodel instead.`,
    )
  const written: Record<string, Argument> = {}
  for (const [name, { kind }] of Object.entries(declaration.params)) {
    if (ofWeights.test(kind)) continue
    const own = node.params?.[name]
    const holds = definition.block !== null && own !== undefined && holdsExpression(own)
    written[name] = holds ? argumentOf(own, scope, kind) : (params[name] as Argument)
  }
  const [output = []] = outputShapes
  try {
    return declaration.pytorch(params as never, written, { inputs: inputShapes, output, ...place })
  } catch (thrown) {
    if (thrown instanceof EmitError) throw new EmitError(`${node.id}: ${thrown.message}`)
    throw thrown
  }
}

function holdsExpression(value: unknown): boolean {
  return Array.isArray(value) ? value.some(holdsExpression) : isExpression(value as never)
}

function isOneKind(forms: Forms): boolean {
  return new Set([...forms.values()].map(kindOf)).size <= 1
}

const stand = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** Everything of a form but its numbers. */
function kindOf({ layout, gives, calls }: TorchForm): string {
  return JSON.stringify([layout, gives ?? null, calls.map(callKind)])
}

function callKind(call: TorchCall): unknown {
  if (call.kind === 'code') return call.write(stand)
  const { name, list, args, weights, without, weightNorm, oneBias, trainable } = call
  return [
    name,
    list.length,
    Object.keys(args),
    Object.keys(weights),
    without,
    weightNorm,
    oneBias,
    trainable,
  ]
}

/** What is written around a module. */
export function printModule(
  module: TorchModule,
  parts: readonly string[],
  head: string,
  own: Set<string>,
): {
  readonly head: string
  readonly parts: readonly string[]
  readonly tail: string
} {
  const { name, weightNorm, without = [], oneBias, trainable, statistics } = module
  if (module.own) own.add(name)
  let [before, tail] = [`${module.own ? '' : 'nn.'}${name}`, '']
  if (weightNorm) {
    before = `weight_norm(${before}`
    tail += ')'
  }
  for (const weight of without) {
    own.add('without')
    before = `without(${before}`
    tail += `, ${JSON.stringify(weight)})`
  }
  if (trainable === false && statistics) {
    own.add('frozen')
    before = `frozen(${before}`
    tail += ')'
  } else if (trainable !== undefined) tail += `.requires_grad_(${printArgument(trainable)})`
  if (oneBias) {
    own.add('one_bias')
    before = `one_bias(${before}`
    tail += ')'
  }
  return { head: `${head}${before}`, parts, tail }
}
