// The code of the drawing, as text with what each line belongs to.
import { bodyAt } from '../../shared/document/body.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { EmitError } from '../../shared/emit/emit-error.ts'
import { emitKeras } from '../../shared/emit/keras/model.ts'
import type { Line } from '../../shared/emit/lines.ts'
import { emitPytorch } from '../../shared/emit/pytorch/model.ts'
import { emitModel } from '../../shared/emit/typescript/model.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatShapes } from '../../shared/graph/format.ts'
import type { Definition } from '../../shared/graph/network.ts'
import { familyOf } from '../state/families.ts'
import type { Family } from '../ui/glyph.tsx'

export interface CodeLine {
  readonly text: string
  readonly node: Definition | null
  /** Output shape of the node, on the last line of its statement. */
  readonly shape: string | null
  /** The name of a layer's call in this line. */
  readonly call: { readonly from: number; readonly to: number; readonly family: Family } | null
}

export type Language = 'typescript' | 'keras' | 'pytorch'

export interface Code {
  readonly language: Language
  readonly lines: readonly CodeLine[]
  /** Why this is not the code of the present drawing, or null. */
  readonly stale: string | null
}

/** While the drawing has errors, the last good code stays and says why. */
export function codeOf(
  document: NetworkDocument,
  before: Code | null,
  language: Language = 'typescript',
): Code {
  try {
    const lines = printers[language](document)
    const shapes = shapesOf(document)
    return {
      lines: lines.map(({ text, node, last }) => ({
        text,
        node,
        shape: last && node ? (shapes.get(keyOf(node)) ?? null) : null,
        call: callIn(text, document),
      })),
      language,
      stale: null,
    }
  } catch (thrown) {
    if (!(thrown instanceof EmitError)) throw thrown
    const lines = before?.language === language ? before.lines : []
    return { lines, language, stale: thrown.message }
  }
}

const printers: Readonly<Record<Language, (document: NetworkDocument) => readonly Line[]>> = {
  typescript: document => emitModel(document).lines,
  keras: document => {
    const { lines, own } = emitKeras(document)
    return [...plain('import keras', 'from keras import layers', ...brought(own), '', ''), ...lines]
  },
  pytorch: document => {
    const { lines, own } = emitPytorch(document)
    const imports = [
      'import torch',
      'import torch.nn.functional as F',
      'from torch import Tensor, nn',
    ]
    return [...plain(...imports, ...brought(own), '', ''), ...lines]
  },
}

function plain(...texts: readonly string[]): readonly Line[] {
  return texts.map(text => ({ text, node: null }))
}

/** Classes of ours stand in the exported file. */
function brought(own: readonly string[]): readonly string[] {
  return own.length === 0 ? [] : [`# The exported file brings along: ${[...own].sort().join(', ')}`]
}

export function keyOf({ block, id }: Definition): string {
  return `${block ?? ''}/${id}`
}

/** Of every written node, the shape of its last instance: what leaves a repeated block. */
function shapesOf(document: NetworkDocument): ReadonlyMap<string, string> {
  const shapes = new Map<string, string>()
  const { layers } = analyse(document)
  for (const { id, definition, outputShapes } of layers) {
    if (!outputShapes) continue
    const text = formatShapes(outputShapes)
    shapes.set(keyOf(definition), text)
    // A use of a block gives what its last layer gives.
    const [use = ''] = id.split('/')
    if (definition.block !== null) shapes.set(keyOf({ block: null, id: use }), text)
  }
  return shapes
}

const layerCall = /\b(?:tf\.layers|own|layers|nn)\.(\w+)/
const anyCall = /\b(\w+)\(/

function callIn(text: string, document: NetworkDocument): CodeLine['call'] {
  const layer = layerCall.exec(text)
  const name = layer?.[1]
  if (layer && name !== undefined) {
    const from = layer.index + layer[0].length - name.length
    return { from, to: from + name.length, family: familyOf(layerType(name)) }
  }
  const other = anyCall.exec(text)
  const called = other?.[1]
  if (!other || called === undefined || !bodyAt(document, called)) return null
  return { from: other.index, to: other.index + called.length, family: 'block' }
}

/** tfjs calls some layers otherwise: `maxPool2d`, `reLU`. */
function layerType(name: string): string {
  const types: Readonly<Record<string, string>> = {
    reLU: 'activation',
    leakyReLU: 'activation',
    elu: 'activation',
    softmax: 'activation',
    inputLayer: 'input',
  }
  if (types[name]) return types[name]
  // Python's classes: `Conv2D` and `Conv2d` are `conv2d`.
  const own = name.charAt(0).toLowerCase() + name.slice(1).replace(/(\d)D/g, '$1d')
  return torchTypes[own] ?? own
}

/** What PyTorch calls otherwise. */
const torchTypes: Readonly<Record<string, string>> = {
  linear: 'dense',
  batchNorm1d: 'batchNormalization',
  batchNorm2d: 'batchNormalization',
  batchNorm3d: 'batchNormalization',
  layerNorm: 'layerNormalization',
  groupNorm: 'groupNormalization',
  maxPool1d: 'maxPooling1d',
  maxPool2d: 'maxPooling2d',
  maxPool3d: 'maxPooling3d',
  avgPool1d: 'averagePooling1d',
  avgPool2d: 'averagePooling2d',
  avgPool3d: 'averagePooling3d',
  convTranspose2d: 'conv2dTranspose',
}
