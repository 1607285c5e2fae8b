// What only helps others to learn: auxiliary heads, whose outputs nobody asks for once training is over.
import type { NetworkDocument, OutputLoss } from '../document/types.ts'
import type { Network, TrainingOnly } from './network.ts'
import { outputValues } from './outputs.ts'

/** What the losses say of an output; what is said of a layer counts for each of its values. */
export function lossFor(
  losses: Readonly<Record<string, OutputLoss>> | undefined,
  output: { readonly id: string; readonly layer: string },
): OutputLoss | undefined {
  return losses?.[output.id] ?? losses?.[output.layer]
}

const nothing: TrainingOnly = { layers: new Set(), outputs: new Set() }

/**
 * The outputs that the losses mark, and the layers from which every way ends at one of them. Where all
 * outputs are marked there would be nothing left, so then none is.
 */
export function trainingOnlyParts(
  { training }: NetworkDocument,
  network: Pick<Network, 'layers' | 'outputs' | 'byId'>,
): TrainingOnly {
  const values = outputValues(network)
  const isMarked = (value: (typeof values)[number]) =>
    lossFor(training?.losses, value)?.trainingOnly === true
  const marked = values.filter(isMarked)
  if (marked.length === 0 || marked.length === values.length) return nothing
  const used = new Set(values.filter(value => !isMarked(value)).map(value => value.layer))
  const helps = new Set(marked.map(value => value.layer))
  for (const layer of network.layers.toReversed())
    for (const { layer: source } of layer.inputs) {
      if (used.has(layer.id)) used.add(source)
      if (helps.has(layer.id)) helps.add(source)
    }
  return {
    layers: new Set([...helps].filter(id => !used.has(id))),
    outputs: new Set(marked.map(value => value.id)),
  }
}
