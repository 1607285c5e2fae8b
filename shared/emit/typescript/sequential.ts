// A plain chain reads best as tf.sequential, the way courses write it.
import type { DocumentNode, NetworkDocument } from '../../document/types.ts'
import type { Network } from '../../graph/network.ts'
import type { Body } from './body.ts'
import { callsOf, namedCall } from './calls.ts'
import { constantsOf, ownOf, spaceOf } from './layer-calls.ts'
import { braces } from './layout.ts'
import { printProperty } from './values.ts'

export interface Chain {
  readonly input: DocumentNode
  /** The nodes behind the input, in order. */
  readonly nodes: readonly DocumentNode[]
}

/** Null where the drawing is no plain chain. */
export function chainOf(document: NetworkDocument, network: Network): Chain | null {
  const { nodes, edges } = document
  const isPlain = nodes.every(
    node => node.type !== 'block' && node.when === undefined && node.sharedWeights === undefined,
  )
  if (!isPlain || network.inputs.length !== 1 || edges.length !== nodes.length - 1) return null
  const inOrder = network.layers.every(
    ({ inputs, reached, outputShapes }, index) =>
      reached &&
      outputShapes?.length === 1 &&
      inputs.length === Math.min(index, 1) &&
      inputs[0]?.layer === network.layers[index - 1]?.id,
  )
  if (!inOrder) return null
  const byId = new Map(nodes.map(node => [node.id, node]))
  const [input, ...rest] = network.layers.flatMap(layer => byId.get(layer.id) ?? [])
  return input && rest.length > 0 ? { input, nodes: rest } : null
}

/** Writes `return tf.sequential({ … })`. The first layer carries the input's shape. */
export function writeSequential(body: Body, { input, nodes }: Chain, name: string): void {
  const { lines, own, scalingOf } = body.writing
  let shape: string | null = inputShape(body, input)
  const first = (): string[] => {
    const properties = shape === null ? [] : [shape]
    shape = null
    return properties
  }
  lines.add(`return tf.sequential({ name: ${name}, layers: [`)
  lines.indented(() => {
    const scaling = scalingOf(input.id)
    if (scaling) {
      own.add('standardize')
      const properties = [...first(), ...constantsOf(scaling)]
      lines.of(body.definitionOf(input), () =>
        lines.add(braces('own.standardize(', properties, '),', lines.room)),
      )
    }
    for (const node of nodes) lines.of(body.definitionOf(node), () => writeLayer(body, node, first))
  })
  lines.add('] })')
}

function inputShape(body: Body, input: DocumentNode): string | null {
  const layer = body.writing.instanceOf(body.definitionOf(input))
  const [call] = layer ? callsOf(input, layer, body) : []
  return printProperty('inputShape', call?.args.shape ?? [])
}

function writeLayer(body: Body, node: DocumentNode, first: () => string[]): void {
  const { lines, own, instanceOf } = body.writing
  const layer = instanceOf(body.definitionOf(node))
  const calls = layer ? callsOf(node, layer, body) : []
  const named = namedCall(calls)
  for (const [index, call] of calls.entries()) {
    for (const name of ownOf(call)) own.add(name)
    const properties = [
      ...(index === named ? [`name: ${body.path(node.id)}`] : []),
      ...first(),
      ...Object.entries(call.args).map(([key, value]) => printProperty(key, value)),
    ]
    lines.add(braces(`${spaceOf(call)}.${call.name}(`, properties, '),', lines.room))
  }
}
