import { attentionGate } from './parts/gates.ts'
import { use } from './parts/nodes.ts'
import { bottleneckChoices, bottleneckNetwork } from './resnet-50.ts'
import type { Template } from './template.ts'

export const cbamResnet50: Template = {
  name: 'cbam-resnet-50',
  family: 'resnet',
  title: 'CBAM-ResNet-50',
  year: 2018,
  paper: 'Woo, Park, Lee, Kweon: CBAM: Convolutional block attention module',
  idea: 'Squeeze-and-excitation asks which channels matter; CBAM also asks where. The factor of a channel comes from its mean and its maximum through the same two layers; then mean and maximum over the channels, two maps, go through one 7×7 convolution to a factor for every position. 100 parameters a block for the second question.',
  error: 'Top-1 22.66 %, top-5 6.31 % on ImageNet’s validation part (one crop)',
  document: bottleneckNetwork('CBAM-ResNet-50', {
    parameters: { ratio: 16 },
    gate: [
      use('gate', 'attentionGate', {
        channels: '=4*filters',
        squeezed: '=max(1, floor(4*filters/ratio))',
      }),
    ],
    blocks: { attentionGate },
  }),
  choices: bottleneckChoices,
}
