// Every block of the palette in one drawing, taken through the command line.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DocumentNode, NetworkDocument } from '../../shared/document/types.ts'
import { emitKeras } from '../../shared/emit/keras/model.ts'
import { emitModel } from '../../shared/emit/typescript/model.ts'
import { blockParts } from '../../templates/blocks.ts'
import { scratchFolder } from '../engine/train/small-run.ts'
import { runCli } from './run-cli.ts'

const folder = scratchFolder()

function chain(): NetworkDocument {
  const uses = blockParts.map(
    ({ name, params, repeat }): DocumentNode => ({
      id: `${name}1`,
      type: 'block',
      block: name,
      ...(params && { params }),
      ...(repeat !== undefined && { repeat }),
    }),
  )
  const thins = uses.findIndex(({ block }) => block === 'squeezeExcite')
  const nodes: DocumentNode[] = [
    { id: 'image', type: 'input', params: { shape: [8, 8, 64] } },
    ...uses.slice(0, thins),
    { id: 'thin', type: 'conv2d', params: { filters: 64, kernelSize: 1, activation: 'relu' } },
    ...uses.slice(thins, -1),
    { id: 'tokens', type: 'reshape', params: { targetShape: [64, 64] } },
    ...uses.slice(-1),
    { id: 'mean', type: 'globalAveragePooling1d' },
    { id: 'scores', type: 'dense', params: { units: 10, activation: 'softmax' } },
  ]
  return {
    format: 'layerloom',
    version: 1,
    name: 'Blocks',
    nodes,
    edges: nodes.slice(1).map(({ id }, at) => ({ source: nodes[at]?.id ?? '', target: id })),
    blocks: Object.fromEntries(blockParts.map(({ name, block }) => [name, block])),
  }
}

/** Trainable weights by hand, block after block. */
const trainable =
  // Residual 64 → 64, with a 1×1 convolution along: three norms of 64.
  2 * 9 * 64 * 64 +
  64 * 64 +
  3 * 2 * 64 +
  // Bottleneck 64 → 256.
  (64 * 64 + 9 * 64 * 64 + 64 * 256 + 64 * 256 + 2 * (64 + 64 + 256 + 256)) +
  // Four dense layers that read 256, 268, 280 and 292 channels, to 304.
  [256, 268, 280, 292].reduce((sum, c) => sum + 2 * c + c * 48 + 2 * 48 + 9 * 48 * 12, 0) +
  // Inception 304 → 480, and without thinning 480 → 896.
  (304 * 128 + 128 + 2 * (304 * 64 + 64) + 9 * 64 * 192 + 192 + 25 * 64 * 96 + 96) +
  (304 * 64 + 64) +
  (480 * 128 + 128 + 9 * 480 * 192 + 192 + 25 * 480 * 96 + 96) +
  // To 64; a narrow layer of 4 and back, twice; CBAM looks at two maps through 7×7 and a norm.
  (896 * 64 + 64) +
  2 * (64 * 4 + 4 + 4 * 64 + 64) +
  (98 + 2) +
  // Encoder of width 64, and ten scores.
  (4 * (64 * 64 + 64) + 2 * 2 * 64 + 64 * 256 + 256 + 256 * 64 + 64) +
  (64 * 10 + 10)

describe('a drawing of the palette’s blocks', () => {
  it('is checked, summed up and written as code as any other', async () => {
    writeFileSync(join(folder, 'blocks.loom.json'), JSON.stringify(chain()))
    const check = await runCli(folder, 'check', 'blocks.loom.json', '--json')
    expect(check.code).toBe(0)
    const { problems } = JSON.parse(check.stdout) as { problems: { severity: string }[] }
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const summary = await runCli(folder, 'summary', 'blocks.loom.json', '--json')
    const { totals } = JSON.parse(summary.stdout) as { totals: { trainableParams: number } }
    expect(totals.trainableParams).toBe(trainable)
    const typescript = emitModel(chain())
      .lines.map(({ text }) => text)
      .join('\n')
    const keras = emitKeras(chain())
      .lines.map(({ text }) => text)
      .join('\n')
    for (const { name } of blockParts) {
      expect(typescript).toContain(`function ${name}(`)
      const snake = name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
      expect(keras).toContain(`def ${snake}(`)
    }
  })
})
