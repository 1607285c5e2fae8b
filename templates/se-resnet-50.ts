import { squeezeExcite } from './parts/gates.ts'
import { use } from './parts/nodes.ts'
import { bottleneckChoices, bottleneckNetwork } from './resnet-50.ts'
import type { Template } from './template.ts'

export const seResnet50: Template = {
  name: 'se-resnet-50',
  family: 'resnet',
  title: 'SE-ResNet-50',
  year: 2017,
  paper: 'Hu, Shen, Albanie, Sun, Wu: Squeeze-and-excitation networks',
  idea: 'Before a block’s result is added, every channel gets a factor between 0 and 1: the channels’ means (the squeeze) go through two small layers, a sixteenth as wide between them (the excitation). So the network can turn channels up and down by what the whole picture shows, for 2.5 million parameters and next to no work.',
  error: 'Top-1 23.29 %, top-5 6.62 % on ImageNet’s validation part (one crop)',
  document: bottleneckNetwork('SE-ResNet-50', {
    parameters: { ratio: 16 },
    gate: [
      use('gate', 'squeezeExcite', {
        channels: '=4*filters',
        squeezed: '=max(1, floor(4*filters/ratio))',
      }),
    ],
    blocks: { squeezeExcite },
  }),
  choices: bottleneckChoices,
}
