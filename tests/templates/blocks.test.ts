import { describe, expect, it } from 'vitest'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { type BlockPart, blockParts } from '../../templates/blocks.ts'

/** The block alone between an input and the end. */
function drawing({ name, block, params, repeat }: BlockPart, shape: number[]): NetworkDocument {
  return {
    format: 'layerloom',
    version: 1,
    name,
    nodes: [
      { id: 'image', type: 'input', params: { shape } },
      {
        id: 'part',
        type: 'block',
        block: name,
        ...(params && { params }),
        ...(repeat !== undefined && { repeat }),
      },
    ],
    edges: [{ source: 'image', target: 'part' }],
    blocks: { [name]: block },
  }
}

/** What goes in and comes out, and trainable parameters by hand. */
const cases: Readonly<Record<string, readonly [number[], number[], number]>> = {
  residualBlock: [[16, 16, 32], [16, 16, 64], 9 * 32 * 64 + 9 * 64 * 64 + 32 * 64 + 3 * 128],
  bottleneck: [[16, 16, 256], [16, 16, 256], 69_632 + 256 * 256 + 2 * (64 + 64 + 256 + 256)],
  // Four layers that read 24, 36, 48 and 60 channels.
  denseLayer: [
    [16, 16, 24],
    [16, 16, 72],
    [24, 36, 48, 60].reduce((sum, c) => sum + 2 * c + c * 48 + 2 * 48 + 9 * 48 * 12, 0),
  ],
  inceptionModule: [
    [28, 28, 256],
    [28, 28, 480],
    256 * 128 + 128 + 2 * (256 * 64 + 64) + 9 * 64 * 192 + 192 + 25 * 64 * 96 + 96 + 256 * 64 + 64,
  ],
  naiveInception: [
    [28, 28, 256],
    [28, 28, 672],
    256 * 128 + 128 + 9 * 256 * 192 + 192 + 25 * 256 * 96 + 96,
  ],
  squeezeExcite: [[8, 8, 64], [8, 8, 64], 64 * 4 + 4 + 4 * 64 + 64],
  attentionGate: [[8, 8, 64], [8, 8, 64], 64 * 4 + 4 + 4 * 64 + 64 + 98 + 2],
  encoder: [[10, 64], [10, 64], 4 * (64 * 64 + 64) + 2 * 128 + 64 * 256 + 256 + 256 * 64 + 64],
}

describe('blocks for the palette', () => {
  it('are all tried here', () => {
    expect(blockParts.map(({ name }) => name)).toEqual(Object.keys(cases))
  })

  it.each(blockParts.map(part => [part.name, part] as const))('%s stands alone', (name, part) => {
    const [input, output, trainable] = cases[name] ?? [[], [], 0]
    const network = analyse(drawing(part, input))
    expect(network.problems.filter(({ severity }) => severity !== 'hint')).toEqual([])
    const last = network.outputs.map(id => network.byId.get(id)?.outputShapes?.[0])
    expect(last).toEqual([output])
    expect(network.totals.trainable).toBe(trainable)
  })
})
