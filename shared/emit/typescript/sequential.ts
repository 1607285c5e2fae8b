// A plain chain reads best as tf.sequential, the way courses write it.
import type { DocumentNode, NetworkDocument } from '../../document/types.ts'
import type { Definition, Layer, Network } from '../../graph/network.ts'
import { callsOf, namedCall, type Rename } from './calls.ts'
import { braces, type Lines } from './lines.ts'
import { printArgument, printProperty, printString } from './values.ts'

/** The nodes behind the input in order, or null where the drawing is no plain chain. */
export function chainOf(
  document: NetworkDocument,
  network: Network,
): readonly DocumentNode[] | null {
  const { nodes, edges } = document
  const plain = nodes.every(
    node => node.type !== 'block' && node.when === undefined && node.sharedWeights === undefined,
  )
  if (!plain || network.inputs.length !== 1 || edges.length !== nodes.length - 1) return null
  if (nodes.length < 2) return null
  const byId = new Map(nodes.map(node => [node.id, node]))
  const chain = network.layers.map(layer => byId.get(layer.id))
  const inOrder = network.layers.every(
    (layer, index) =>
      layer.reached &&
      layer.inputs.length === (index === 0 ? 0 : 1) &&
      (index === 0 || layer.inputs[0]?.layer === network.layers[index - 1]?.id),
  )
  return inOrder ? chain.slice(1).flatMap(node => node ?? []) : null
}

export interface SequentialOptions {
  readonly name: string
  readonly chain: readonly DocumentNode[]
  readonly instanceOf: (definition: Definition) => Layer | undefined
  readonly rename: Rename
  readonly inputShape: string
  /** A call that stands before the first layer: the scaling of the input. */
  readonly head: string | null
}

/** Writes `return tf.sequential({ … })`; answers which own classes it names. */
export function writeSequential(options: SequentialOptions, lines: Lines): readonly string[] {
  const own: string[] = []
  let first: string | null = `inputShape: ${options.inputShape}`
  const head = `return tf.sequential({${options.name === '' ? '' : ` name: ${printString(options.name)},`} layers: [`
  lines.add(head)
  lines.indented(() => {
    if (options.head !== null) {
      lines.add(`${options.head.replace('({ ', `({ ${first}, `)},`)
      own.push('standardize')
      first = null
    }
    for (const node of options.chain) {
      const definition = { block: null, id: node.id }
      const layer = options.instanceOf(definition)
      const calls = layer ? callsOf(node, layer, options.rename) : []
      const named = namedCall(calls)
      for (const [index, call] of calls.entries()) {
        if (call.from === 'own') own.push(call.name)
        const properties = [
          ...(index === named ? [`name: ${printArgument(node.id)}`] : []),
          ...(first === null ? [] : [first]),
          ...Object.entries(call.args).map(([key, value]) => printProperty(key, value)),
        ]
        first = null
        const space = call.from === 'own' ? 'own' : 'tf.layers'
        lines.add(`${braces(`${space}.${call.name}(`, properties, ')', lines.room)},`, definition)
      }
    }
  })
  lines.add('] })')
  return own
}
