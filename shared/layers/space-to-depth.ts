import { blockError, blockParams, blockSummary, nearestBlock } from './block-size.ts'
import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { times } from './sizes.ts'
import { picture } from './space.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const spaceToDepth = defineLayer({
  type: 'spaceToDepth',
  label: 'Space to depth',
  group: 'shape',
  help: 'Moves blocks of pixels into channels and so shrinks a picture without losing a number: h×w×c becomes (h ÷ b)×(w ÷ b)×(b²·c), the inverse of depth to space. TensorFlow SpaceToDepth.',
  inputs: 'one',
  params: blockParams,
  shape: (p, [x]) => {
    const [height, width, channels] = picture(x)
    const divides = (size: number) => height % size === 0 && width % size === 0
    if (divides(p.blockSize))
      return [height / p.blockSize, width / p.blockSize, channels * p.blockSize ** 2]
    const missing = (size: number) => (p.blockSize - (size % p.blockSize)) % p.blockSize
    throw blockError(
      `The ${times([height, width])} input does not divide into blocks of ${blockSummary(p)}.`,
      [
        ...nearestBlock(p.blockSize, divides),
        {
          label: `Pad with zeros to ${times([height + missing(height), width + missing(width)])}`,
          repair: {
            kind: 'insertBefore',
            type: 'zeroPadding2d',
            params: {
              padding: [
                [0, missing(height)],
                [0, missing(width)],
              ],
            },
          },
        },
      ],
    )
  },
  keeps: () => ({}),
  reach: p => [
    { size: p.blockSize, stride: p.blockSize },
    { size: p.blockSize, stride: p.blockSize },
  ],
  summary: blockSummary,
  explain: (p, [x], output) => {
    const [height, width, channels] = picture(x)
    const result = (axis: number) => String(output?.[axis] ?? 'none')
    return [
      { quantity: 'Height', formula: `${height} ÷ ${p.blockSize}`, result: result(0) },
      { quantity: 'Width', formula: `${width} ÷ ${p.blockSize}`, result: result(1) },
      { quantity: 'Channels', formula: `${channels}·${p.blockSize}²`, result: result(2) },
    ]
  },
  lower: (g, p, [x]) => g.op('SpaceToDepth', [x], { block_size: p.blockSize }),
  tfjs: (_, args) => ownLayer('spaceToDepth', args),
  keras: (_, args) => ownKeras('SpaceToDepth', args),
  pytorch: (_, w) => form('first', ownTorch('SpaceToDepth', [w.blockSize ?? 2])),
})
