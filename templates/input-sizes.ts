// Other sizes for the input of a template: as numbers, or through the parameters that say them.
import { setDocumentParameter, setParam } from '../shared/document/edits.ts'
import type { Json, NetworkDocument } from '../shared/document/types.ts'

/** Completes "NAME …". */
export class InputSizesError extends Error {}

type Shape = readonly Json[]

/** The document with inputs of these sizes, channels last. Several inputs must be written alike. */
export function withInputSizes(
  document: NetworkDocument,
  sizes: readonly number[],
): NetworkDocument {
  const inputs = document.nodes.filter(node => node.type === 'input')
  const [shape, ...others] = inputs.map(node => (node.params?.shape ?? []) as Shape)
  if (!shape || others.some(other => other.join() !== shape.join()))
    throw new InputSizesError(
      `has ${inputs.length} inputs, so one size does not fit. Set the sizes in the drawing.`,
    )
  if (shape.length !== sizes.length) throw wrongLength(document, shape, sizes)
  const named = throughParameters(document, shape, sizes)
  const written = shape.map((axis, at) => (named && parameterOf(axis) ? axis : (sizes[at] ?? 1)))
  const sized = inputs.reduce(
    (next, node) => setParam(next, node.id, 'shape', written),
    named ?? document,
  )
  return named ? sized : withoutUnused(sized, shape)
}

/** The name in `"=size"`. */
function parameterOf(axis: Json): string | undefined {
  return typeof axis === 'string' ? axis.replace(/^=/, '') : undefined
}

/** Sets the parameters that the axes name, or null where one would have to be two numbers. */
function throughParameters(
  document: NetworkDocument,
  shape: Shape,
  sizes: readonly number[],
): NetworkDocument | null {
  const wanted = new Map<string, number>()
  for (const [at, axis] of shape.entries()) {
    const name = parameterOf(axis)
    const size = sizes[at] ?? 1
    if (name === undefined) continue
    if (wanted.has(name) && wanted.get(name) !== size) return null
    wanted.set(name, size)
  }
  return [...wanted].reduce(
    (next, [name, size]) => setDocumentParameter(next, name, size),
    document,
  )
}

/** A parameter that only the input's sizes have used goes with them. */
function withoutUnused(document: NetworkDocument, shape: Shape): NetworkDocument {
  const text = JSON.stringify([document.nodes, document.blocks])
  return shape.reduce((next: NetworkDocument, axis) => {
    const name = parameterOf(axis)
    const isUsed = name === undefined || new RegExp(`"=[^"]*\\b${name}\\b`).test(text)
    return isUsed ? next : setDocumentParameter(next, name, undefined)
  }, document)
}

function wrongLength(
  { parameters = {} }: NetworkDocument,
  shape: Shape,
  sizes: readonly number[],
): InputSizesError {
  const shown = shape.map(axis => parameters[parameterOf(axis) ?? ''] ?? axis).join('x')
  return new InputSizesError(
    `reads ${shape.length} sizes, as in ${shown}, and the input ${sizes.join('x')} has ${sizes.length}. Write ${shape.length === 3 ? 'height, width and channels' : `${shape.length} sizes`}.`,
  )
}
