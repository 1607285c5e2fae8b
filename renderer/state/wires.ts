// What a wire shows: where it ends, how much flows through it, what is wrong with it.
import type { DocumentEdge } from '../../shared/document/types.ts'
import type { Problem } from '../../shared/graph/network.ts'
import type { Card } from './cards.ts'
import type { Scope } from './scope.ts'

export type WireState = 'fine' | 'error' | 'waiting'

export interface Wire {
  readonly id: string
  readonly edge: DocumentEdge
  /** Position among the input ports of the target, and the output ports of the source. */
  readonly input: number
  readonly output: number
  readonly width: number
  readonly state: WireState
}

/** Parallel wires between the same ports differ by their number. */
export function wireIds(edges: readonly DocumentEdge[]): readonly string[] {
  const seen = new Map<string, number>()
  return edges.map(edge => {
    const key = `${edge.source}:${edge.sourceHandle ?? ''}>${edge.target}:${edge.targetHandle ?? ''}`
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    return count === 0 ? key : `${key}#${count}`
  })
}

export function wiresOf(
  scope: Scope,
  cards: ReadonlyMap<string, Card>,
  problems: readonly Problem[],
): readonly Wire[] {
  const { edges } = scope.body
  const ids = wireIds(edges)
  const faults = faultsOf(problems)
  const arrived = new Map<string, number>()
  return edges.flatMap((edge, index) => {
    const source = cards.get(edge.source)
    const target = cards.get(edge.target)
    const id = ids[index]
    if (!source || !target || id === undefined) return []
    const nth = arrived.get(edge.target) ?? 0
    arrived.set(edge.target, nth + 1)
    const output = portIndex(source.outputs, edge.sourceHandle)
    const input = target.takesMany ? nth : portIndex(target.inputs, edge.targetHandle)
    const shape = source.outputs[output]?.shape ?? null
    return {
      id,
      edge,
      input,
      output,
      width: wireWidth(shape),
      state: stateOf(scope, edge, shape !== null, source, faults),
    }
  })
}

function portIndex(
  ports: readonly { readonly handle: string | null }[],
  handle: string | undefined,
): number {
  return Math.max(
    0,
    ports.findIndex(port => port.handle === (handle ?? null)),
  )
}

/** Pixels, from 1.1 for a single number; a dotted 1.5 where the size is unknown. */
export function wireWidth(shape: readonly number[] | null): number {
  if (!shape) return 1.5
  const numbers = shape.reduce((product, size) => product * size, 1)
  return 1.1 + 0.42 * Math.log10(Math.max(1, numbers))
}

/** Codes of mistakes in what a layer makes of its input: the wire into it is not at fault. */
const ownMistakes = new Set(['parameter', 'unknown-type'])

/** Path ids of what the problems name: wires as `source>target`, and layers that reject their input. */
interface Faults {
  readonly wires: ReadonlySet<string>
  readonly layers: ReadonlySet<string>
}

function faultsOf(problems: readonly Problem[]): Faults {
  const wires = new Set<string>()
  const layers = new Set<string>()
  for (const { edge, severity, code, node } of problems) {
    if (edge) wires.add(`${edge.source}>${edge.target}`)
    else if (severity === 'error' && node !== null && !ownMistakes.has(code)) layers.add(node)
  }
  return { wires, layers }
}

function stateOf(
  scope: Scope,
  edge: DocumentEdge,
  isKnown: boolean,
  source: Card,
  faults: Faults,
): WireState {
  const [from, to] = [scope.prefix + edge.source, scope.prefix + edge.target]
  if (faults.wires.has(`${from}>${to}`)) return 'error'
  if (!isKnown || source.state === 'waiting') return 'waiting'
  return faults.layers.has(to) ? 'error' : 'fine'
}
