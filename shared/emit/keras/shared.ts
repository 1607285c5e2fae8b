// Nodes that share weights are one Keras layer, called once for each of them.
import type { DocumentNode } from '../../document/types.ts'
import type { Call } from '../call.ts'
import { EmitError } from '../emit-error.ts'

/** A layer whose weights other nodes use. */
export interface Shared {
  readonly identifier: string
  readonly call: Call
  readonly owner: string
}

export function refuseDifference(first: Shared, node: DocumentNode, call: Call): void {
  const keys = new Set([...Object.keys(first.call.args), ...Object.keys(call.args)])
  const different = [...keys].find(
    key =>
      !key.endsWith('Initializer') &&
      JSON.stringify(first.call.args[key]) !== JSON.stringify(call.args[key]),
  )
  if (different === undefined && first.call.name === call.name) return
  const what = different === undefined ? 'their settings differ' : `their ${different} differs`
  throw new EmitError(
    `${node.id}: it shares its weights with ${first.owner}, but ${what}. Keras shares whole layers only: give both the same settings.`,
  )
}
