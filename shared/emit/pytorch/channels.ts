// How the number of a value's channels is written: as the expression that gave it, as that of the input, or as a sum.
import type { DocumentNode } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import type { End } from '../frame.ts'
import type { Body } from './body.ts'
import { fits } from './sizes.ts'

interface Job {
  readonly node: DocumentNode
  readonly layers: ReadonlyMap<string, Layer>
  readonly inputs: readonly End[]
}

export function rememberChannels(body: Body, { node, layers, inputs }: Job): void {
  const end = { source: node.id }
  const channels = body.channels(end)
  for (const [name, written] of Object.entries(node.params ?? {})) {
    if (typeof written !== 'string' || !written.startsWith('=')) continue
    const of = [...layers].map(([prefix, { params }]) => [prefix, params?.[name]] as const)
    if (!of.every(([prefix, value]) => value === channels.get(prefix))) continue
    if (layers.size < body.instances.length) continue
    const argument = body.expression(written)
    if (argument !== undefined) {
      body.setChannelCode(end, argument)
      return
    }
  }
  for (const input of inputs) {
    if (!fits(body.channels(input), channels)) continue
    const [code, name] = [body.channelCode(input), body.sizeName(input)]
    if (code !== undefined) body.setChannelCode(end, code)
    if (name !== undefined) body.nameSize(end, name)
    if (code !== undefined || name !== undefined) return
  }
  const codes = inputs.map(input => body.channelCode(input))
  if (codes.length > 1 && codes.every(code => code !== undefined)) {
    const sums = [...channels.keys()].map(prefix =>
      inputs.reduce((sum, input) => sum + (body.channels(input).get(prefix) ?? 0), 0),
    )
    if (fits(new Map([...channels.keys()].map((prefix, at) => [prefix, sums[at] ?? 0])), channels))
      body.setChannelCode(end, codes.join(' + '))
  }
}
