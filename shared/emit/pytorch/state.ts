// Where every weight of a network stands in the state dict of its PyTorch model: `stage1.0.conv1.weight`.
import type { Given, Tensor } from '../torch-call.ts'
import type { Instance } from './instances.ts'
import type { Writing } from './writing.ts'

export interface TorchEntry {
  readonly key: string
  /** The path id of the layer that it is made from. */
  readonly layer: string
  readonly make: (given: Given) => Tensor
}

export function torchEntries(writing: Writing): readonly TorchEntry[] {
  const { instances, weighted } = writing
  const bodies = [null, ...writing.classNames.keys()]
  const paths = new Map(
    bodies.flatMap(name =>
      instances.of(name).map(one => [one.prefix, pathOf(one, writing)] as const),
    ),
  )
  return writing.network.layers.flatMap(layer =>
    (weighted.get(layer.id) ?? []).flatMap(({ attribute, weights }) => {
      const prefix = paths.size === 1 ? '' : prefixOf(layer.id, paths)
      return Object.entries(weights).map(([name, make]) => ({
        key: `${paths.get(prefix) ?? ''}${attribute}.${name}`,
        layer: layer.id,
        make,
      }))
    }),
  )
}

/** The longest prefix of an instance that an id begins with. */
function prefixOf(id: string, paths: ReadonlyMap<string, string>): string {
  let end = id.lastIndexOf('/')
  while (end !== -1 && !paths.has(id.slice(0, end + 1))) end = id.lastIndexOf('/', end - 1)
  return id.slice(0, end + 1)
}

function pathOf(one: Instance, writing: Writing): string {
  const { parent, use } = one
  if (!parent || !use) return ''
  const attribute = writing.attributes.get(`${parent.body ?? ''}:${use.id}`) ?? use.id
  const place = one.index === null ? '' : `${one.rank}.`
  return `${pathOf(parent, writing)}${attribute}.${place}`
}
