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
  const { entries, found, foundById } = analyseLayers(expansion, wiring)
  const unfed = unfedBlocks(expansion)
  for (const { layer, problems: own } of entries)
    for (const each of own)
      if (each.code !== 'unreached' || !unfed.some(use => layer.id.startsWith(use)))
        problems.push(each)
  const outputs = outputsOf(expansion, wiring, foundById)
  const trainingOnly = trainingOnlyParts(document, { layers: found, outputs, byId: foundById })
  const sharing = shareWeights(found, expansion.nodes, trainingOnly.layers)
  const { layers } = sharing
  const byId = layers === found ? foundById : new Map(layers.map(layer => [layer.id, layer]))
  const network = {
    name: document.name,
    layers,
    byId,
    inputs: expansion.nodes.filter(node => node.type === 'input').map(node => node.id),
    outputs,
    trainingOnly,
    totals: totalsOf(document, { layers, outputs, trainingOnly }),
  }
  problems.push(...sharing.problems, ...wholeness(network, expansion))
  problems.push(...lint(document, network, expansion))
  return { ...network, ...silence(sorted(once(problems)), expansion.nodes) }
}

/** The layers in an order of execution, and what was found of each in the order of the file. */
function analyseLayers({ plain }: Expansion, wiring: Wiring) {
  const analysed = new Map<string, Analysed>()
  const entries: Analysed[] = new Array(plain.length)
  for (const index of wiring.order) {
    const place = plain[index]
    if (!place) continue
    const known = analyseLayer(place, wiring.incoming[index] ?? [], analysed)
    // What lies on a circle is said once, by the problem of the circle.
    const entry = wiring.cyclic.has(index) ? { ...known, problems: [] } : known
    analysed.set(place.node.id, entry)
    entries[index] = entry
  }
  const found = Array.from(analysed.values(), entry => entry.layer)
  const foundById = new Map<string, Layer>()
  for (const layer of found) foundById.set(layer.id, layer)
  return { entries, found, foundById }
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
  const ends = expansion.nodes.filter(
    ({ id, type }, index) =>
      wiring.outgoing[index]?.length === 0 && type !== 'input' && byId.get(id)?.reached,
  )
  return ends.map(node => node.id)
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
