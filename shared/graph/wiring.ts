// From nodes and edges to an order of execution: which output every port reads.
import { findLayer } from '../layers/index.ts'
import type { FlatEdge, FlatNode, Source } from './network.ts'

export interface Wiring {
  /** Indices of the nodes, every node behind those it reads; nodes on or behind a cycle come last. */
  readonly order: readonly number[]
  /** Nodes that lie on a cycle or behind one. */
  readonly cyclic: ReadonlySet<number>
  /** Edges into each node, in file order. */
  readonly incoming: readonly (readonly FlatEdge[])[]
  readonly outgoing: readonly (readonly number[])[]
  readonly indexOf: ReadonlyMap<string, number>
}

/** Kahn's algorithm without recursion; among ready nodes the file's order decides. */
export function wire(nodes: readonly FlatNode[], edges: readonly FlatEdge[]): Wiring {
  const indexOf = new Map<string, number>()
  for (let index = 0; index < nodes.length; index++) indexOf.set(nodes[index]?.id ?? '', index)
  const incoming: FlatEdge[][] = nodes.map(() => [])
  const outgoing: number[][] = nodes.map(() => [])
  for (const edge of edges) {
    const source = indexOf.get(edge.source)
    const target = indexOf.get(edge.target)
    if (source === undefined || target === undefined) continue
    incoming[target]?.push(edge)
    outgoing[source]?.push(target)
  }
  const missing = incoming.map(list => list.length)
  const ready = new ReadyQueue()
  for (const [index, count] of missing.entries()) if (count === 0) ready.add(index)
  const order: number[] = []
  for (let next = ready.take(); next !== undefined; next = ready.take()) {
    order.push(next)
    for (const target of outgoing[next] ?? []) {
      const left = (missing[target] ?? 0) - 1
      missing[target] = left
      if (left === 0) ready.add(target)
    }
  }
  const cyclic = new Set<number>()
  for (const [index, count] of missing.entries()) {
    if (count === 0) continue
    cyclic.add(index)
    order.push(index)
  }
  return { order, cyclic, incoming, outgoing, indexOf }
}

/** A binary heap of indices, smallest first. */
class ReadyQueue {
  readonly #heap: number[] = []

  add(value: number): void {
    const heap = this.#heap
    let hole = heap.length
    heap.push(value)
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = heap[parent] ?? 0
      if (above <= value) break
      heap[hole] = above
      hole = parent
    }
    heap[hole] = value
  }

  take(): number | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (heap.length === 0 || last === undefined) return top
    let hole = 0
    for (;;) {
      const left = 2 * hole + 1
      if (left >= heap.length) break
      const right = left + 1
      const child = right < heap.length && (heap[right] ?? 0) < (heap[left] ?? 0) ? right : left
      const value = heap[child] ?? 0
      if (value >= last) break
      heap[hole] = value
      hole = child
    }
    heap[hole] = last
    return top
  }
}

/** The nodes of one circle, the first of the file in front: follows edges back until a node repeats. */
export function cycleThrough(
  wiring: Wiring,
  nodes: readonly FlatNode[],
  start: number,
): FlatNode[] {
  const seen = new Map<number, number>()
  const path: number[] = []
  let current = start
  while (!seen.has(current)) {
    seen.set(current, path.length)
    path.push(current)
    const back = (wiring.incoming[current] ?? [])
      .map(edge => wiring.indexOf.get(edge.source) ?? -1)
      .find(index => wiring.cyclic.has(index))
    if (back === undefined) return []
    current = back
  }
  const backwards = path.slice(seen.get(current) ?? 0).reverse()
  const first = backwards.indexOf(Math.min(...backwards))
  const loop = [...backwards.slice(first), ...backwards.slice(0, first)]
  return loop.flatMap(index => nodes[index] ?? [])
}

export type PortFault =
  | { readonly kind: 'takes-no-input'; readonly edge: FlatEdge }
  | { readonly kind: 'input-taken'; readonly edge: FlatEdge; readonly handle: string | null }
  | { readonly kind: 'unknown-handle'; readonly edge: FlatEdge; readonly handle: string }
  | { readonly kind: 'handle-missing'; readonly handle: string }

export interface PortReading {
  readonly sources: readonly Source[]
  readonly faults: readonly PortFault[]
}

/** Orders the edges into a node by its ports; what does not fit becomes a fault. */
export function readPorts(type: string, edges: readonly FlatEdge[]): PortReading {
  const ports = findLayer(type)?.inputs ?? 'many'
  if (ports === 'none')
    return { sources: [], faults: edges.map(edge => ({ kind: 'takes-no-input', edge })) }
  if (ports === 'many') return { sources: edges.map(sourceOf), faults: [] }
  if (ports === 'one') {
    const [first, ...others] = edges
    return {
      sources: first ? [sourceOf(first)] : [],
      faults: others.map(edge => ({ kind: 'input-taken', edge, handle: null })),
    }
  }
  return readNamedPorts(type, ports, edges)
}

function readNamedPorts(
  type: string,
  ports: readonly string[],
  edges: readonly FlatEdge[],
): PortReading {
  const faults: PortFault[] = []
  const taken = new Set<string>()
  for (const edge of edges) {
    const handle = edge.targetHandle ?? ports[0] ?? ''
    if (!ports.includes(handle)) faults.push({ kind: 'unknown-handle', edge, handle })
    else if (taken.has(handle)) faults.push({ kind: 'input-taken', edge, handle })
    taken.add(handle)
  }
  const read = edgesByPort(type, edges)
  for (const [index, handle] of ports.entries())
    if (edges.length > 0 && !read[index]) faults.push({ kind: 'handle-missing', handle })
  return { sources: read.flatMap(edge => (edge ? sourceOf(edge) : [])), faults }
}

/** The wire that each named input reads, in the order of the ports; without handles, as they come. */
export function edgesByPort<E extends Pick<FlatEdge, 'targetHandle'>>(
  type: string,
  edges: readonly E[],
): readonly (E | undefined)[] {
  const declaration = findLayer(type)
  const ports = declaration?.inputs ?? 'many'
  if (typeof ports === 'string') return edges
  const wireOf = (handle: string): E | undefined =>
    edges.find(edge => (edge.targetHandle ?? ports[0]) === handle)
  return ports.map(handle => {
    // A port without a wire of its own reads another's, which may itself read a third's.
    let from: string | undefined = handle
    while (from !== undefined && !wireOf(from)) from = declaration?.unwired?.[from]
    return from === undefined ? undefined : wireOf(from)
  })
}

function sourceOf(edge: FlatEdge): Source {
  const output = Number(edge.sourceHandle ?? 0)
  return { layer: edge.source, output: Number.isInteger(output) && output >= 0 ? output : 0 }
}
