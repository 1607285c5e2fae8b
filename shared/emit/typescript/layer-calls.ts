// The parts of a printed layer: where its class is, its arguments, and what shares it.
import type { DocumentNode } from '../../document/types.ts'
import type { Call } from '../call.ts'
import { EmitError } from '../emit-error.ts'
import type { Constants } from '../frame.ts'
import { printArgument, printProperty } from './values.ts'

interface Binder {
  bind(id: string, port?: string): string
  setValue(id: string, port: string | undefined, text: string): void
}

/** `conv1`, or `[split_0, split_1]` of a layer that gives several values. */
export function bindLayer(body: Binder, id: string, count: number): string {
  if (count === 1) return body.bind(id)
  const outputs = Array.from({ length: count }, (_, output) => body.bind(id, String(output)))
  // A wire without a handle begins at the first.
  body.setValue(id, undefined, outputs[0] ?? '')
  return `[${outputs.join(', ')}]`
}

/** The type of what a layer gives. */
export function tensors(count: number): string {
  return count === 1 ? 'Tensor' : `[${Array<string>(count).fill('Tensor').join(', ')}]`
}

/** A layer whose weights other nodes use. */
export interface Shared {
  readonly identifier: string
  readonly call: Call
  readonly owner: string
}

export function propertiesOf(call: Call | undefined): readonly string[] {
  return Object.entries(call?.args ?? {}).map(([key, value]) => printProperty(key, value))
}

/** What of the exported project's own a call needs: its class, and what its arguments are made by. */
export function ownOf(call: Call): readonly string[] {
  const made = Object.values(call.args).flatMap(argument =>
    typeof argument === 'object' && argument !== null && 'own' in argument
      ? [argument.own ?? []].flat()
      : [],
  )
  return call.from === 'own' ? [call.name, ...made] : made
}

export function spaceOf(call: Call): string {
  return call.from === 'own' ? 'own' : 'tf.layers'
}

/** What a value between two calls of one layer is: a padded or flatter input, or one without its activation. */
export function stageName({ name }: Call): string {
  if (name === 'zeroPadding2d') return 'Padded'
  if (name === 'reshape') return 'Flat'
  return name.startsWith('global') ? 'Pooled' : 'Linear'
}

export function constantsOf({ mean, deviation }: Constants): readonly string[] {
  return [`mean: ${printArgument(mean)}`, `deviation: ${printArgument(deviation)}`]
}

/** In tfjs, sharing weights is calling one layer twice, so all its settings are shared too. */
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
    `${node.id}: it shares its weights with ${first.owner}, but ${what}. TensorFlow.js shares whole layers only: give both the same settings.`,
  )
}
