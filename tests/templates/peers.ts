// What torchvision and Keras say about the networks that they have too (fixtures/templates/make.py).
import { readFileSync } from 'node:fs'
import type { Layer } from '../../shared/graph/network.ts'

interface PeerNetwork {
  readonly trainable: number
  /** Kind, size of the output and trainable parameters: `convolution 112×112×64 9408`. */
  readonly layers: readonly string[]
}

interface Peer {
  readonly version: string
  readonly networks: Readonly<Record<string, PeerNetwork>>
}

function load(name: string): Peer {
  const file = new URL(`../fixtures/templates/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

export const torchvision = load('torchvision')
export const keras = load('keras')

const kinds: Readonly<Record<string, string>> = {
  conv2d: 'convolution',
  depthwiseConv2d: 'convolution',
  separableConv2d: 'separable',
  dense: 'dense',
  batchNormalization: 'normalization',
  layerNormalization: 'normalization',
  multiHeadAttention: 'attention',
}

/** Our layers as the peers' lines. ConvNeXt's factors per channel are no layer of torchvision's. */
export function linesOf(layers: readonly Layer[]): readonly string[] {
  return layers.flatMap(({ id, type, outputShapes, trainableCount }) => {
    const kind = kinds[type]
    if (kind === undefined || (type === 'depthwiseConv2d' && id.endsWith('/scale'))) return []
    return `${kind} ${outputShapes?.[0]?.join('×')} ${trainableCount}`
  })
}
