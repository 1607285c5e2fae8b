import { blockError, blockParams, blockSummary, nearestBlock } from './block-size.ts'
import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { picture } from './space.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const depthToSpace = defineLayer({
  type: 'depthToSpace',
  label: 'Depth to space',
  group: 'shape',
  help: 'Moves channels into blocks of pixels, the pixel shuffle of super-resolution: h×w×(b²·c) becomes (b·h)×(b·w)×c. Channel (b·i + j)·c + k goes to row i and column j of a block, as in TensorFlow. Shi et al., 2016.',
  inputs: 'one',
  params: blockParams,
  shape: (p, [x]) => {
    const [height, width, channels] = picture(x)
    const square = p.blockSize ** 2
    if (channels % square === 0)
      return [height * p.blockSize, width * p.blockSize, channels / square]
    const enough = Math.ceil(channels / square) * square
    throw blockError(
      `${channels} channels cannot be shared out over blocks of ${blockSummary(p)} pixels: ${channels} ÷ ${square} leaves ${channels % square}.`,
      [
        ...nearestBlock(p.blockSize, size => channels % size ** 2 === 0),
        {
          label: `Put a 1×1 convolution with ${enough} filters before`,
          repair: {
            kind: 'insertBefore',
            type: 'conv2d',
            params: { filters: enough, kernelSize: 1 },
          },
        },
      ],
    )
  },
  keeps: () => ({}),
  reach: p => [
    { size: 1, stride: 1 / p.blockSize },
    { size: 1, stride: 1 / p.blockSize },
  ],
  summary: blockSummary,
  explain: (p, [x], output) => {
    const [height, width, channels] = picture(x)
    const result = (axis: number) => String(output?.[axis] ?? 'none')
    return [
      { quantity: 'Height', formula: `${height}·${p.blockSize}`, result: result(0) },
      { quantity: 'Width', formula: `${width}·${p.blockSize}`, result: result(1) },
      { quantity: 'Channels', formula: `${channels} ÷ ${p.blockSize}²`, result: result(2) },
    ]
  },
  lower: (g, p, [x]) => g.op('DepthToSpace', [x], { block_size: p.blockSize }),
  tfjs: (_, args) => ownLayer('depthToSpace', args),
  keras: (_, args) => ownKeras('DepthToSpace', args),
  pytorch: (_, w) => form('first', ownTorch('DepthToSpace', [w.blockSize ?? 2])),
})
