import { expand } from '../document/expand.ts'
import type { NetworkDocument } from '../document/types.ts'
import { type Analysed, analyseLayer } from './layer.ts'
import { lint } from './lint/index.ts'
import type { Expansion, Layer, Network, Problem, Unjudged } from './network.ts'
import { general, once, problem, sorted } from './problems.ts'
import { shareWeights } from './shared-weights.ts'
import { silence } from './silence.ts'
import { totalsOf } from './totals.ts'
import { trainingOnlyParts } from './training-only.ts'
import { cycleThrough, type Wiring, wire } from './wiring.ts'

/** The analysis of a document depends on nothing else, and documents are immutable. */
const analyses = new WeakMap<NetworkDocument, Network>()

/**
 * Order, shapes, weights, costs and problems of a whole document. Never throws: what is wrong
 * becomes a problem, and one bad layer hides nothing of the rest.
 */
export function analyse(document: NetworkDocument): Network {
  const known = analyses.get(document)
  if (known) return known
  const network = makeNetwork(document)
  analyses.set(document, network)
  return network
}

function makeNetwork(document: NetworkDocument): Network {
  const expansion = expand(document)
  const wiring = wire(expansion.nodes, expansion.edges)
  const problems: Problem[] = [...expansion.problems, ...cycles(wiring, expansion)]
  const analysed = new Map<string, Analysed>()
  for (const index of wiring.order) {
    const plain = expansion.plain[index]
    if (!plain) continue
    const entry = analyseLayer(plain, wiring.incoming[index] ?? [], analysed)
    // What lies on a circle is said once, by the problem of the circle.
    analysed.set(plain.node.id, wiring.cyclic.has(index) ? { ...entry, problems: [] } : entry)
  }
  const unfed = unfedBlocks(expansion)
  for (const node of expansion.nodes)
    for (const found of analysed.get(node.id)?.problems ?? [])
      if (found.code !== 'unreached' || !unfed.some(use => node.id.startsWith(use)))
        problems.push(found)
  const found = [...analysed.values()].map(entry => entry.layer)
  const foundById = new Map(found.map(layer => [layer.id, layer]))
  const outputs = outputsOf(expansion, wiring, foundById)
  const trainingOnly = trainingOnlyParts(document, { layers: found, outputs, byId: foundById })
  const sharing = shareWeights(found, expansion.nodes, trainingOnly.layers)
  const byId = new Map(sharing.layers.map(layer => [layer.id, layer]))
  const { layers } = sharing
  const network = {
    name: document.name,
    layers,
    byId,
    inputs: expansion.nodes.flatMap(node => (node.type === 'input' ? node.id : [])),
    outputs,
    trainingOnly,
    totals: totalsOf(document, { layers, outputs, trainingOnly }),
  }
  problems.push(...sharing.problems, ...wholeness(network, expansion))
  problems.push(...lint(document, network, expansion))
  return { ...network, ...silence(sorted(once(problems)), expansion.nodes) }
}

/** Uses of blocks whose open port was reported already: their nodes need not say it again. */
function unfedBlocks(expansion: Expansion): readonly string[] {
  return expansion.problems.flatMap(({ code, node }) =>
    node !== null && (code === 'unreached' || code === 'input-missing') ? `${node}/` : [],
  )
}

function outputsOf(
  expansion: Expansion,
  wiring: Wiring,
  byId: ReadonlyMap<string, Layer>,
): readonly string[] {
  return expansion.nodes.flatMap((node, index) => {
    const ends = (wiring.outgoing[index] ?? []).length === 0
    return ends && node.type !== 'input' && byId.get(node.id)?.reached ? node.id : []
  })
}

function cycles(wiring: Wiring, expansion: Expansion): Problem[] {
  const [first] = wiring.cyclic
  if (first === undefined) return []
  const loop = cycleThrough(wiring, expansion.nodes, first)
  const [start] = loop
  if (!start) return []
  const path = [...loop, start].map(node => node.name ?? node.definition.id).join(' → ')
  return [
    problem('error', 'cycle', start, `The wires run in a circle: ${path}. Remove one of them.`, {
      edge: { source: loop[loop.length - 1]?.id ?? start.id, target: start.id },
    }),
  ]
}

/** What a network needs to be one at all. */
function wholeness(network: Unjudged, expansion: Expansion): Problem[] {
  if (expansion.nodes.length === 0)
    return [general('warning', 'empty', 'The drawing is empty. Start with an input layer.')]
  if (network.inputs.length === 0)
    return [
      general(
        'error',
        'no-input-layer',
        'The network has no input layer, so nothing can flow. Add one.',
      ),
    ]
  return network.layers.every(layer => layer.type === 'input' || !layer.reached)
    ? [general('warning', 'no-layers', 'The network ends at its input. Add a layer behind it.')]
    : []
}
