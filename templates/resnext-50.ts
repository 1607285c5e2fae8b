import { bottleneckChoices, bottleneckNetwork } from './resnet-50.ts'
import type { Template } from './template.ts'

export const resnext50: Template = {
  name: 'resnext-50-32x4d',
  family: 'resnet',
  title: 'ResNeXt-50 32×4d',
  year: 2016,
  paper:
    'Xie, Girshick, Dollár, Tu, He: Aggregated residual transformations for deep neural networks',
  idea: 'ResNet-50 in which the 3×3 convolution of every bottleneck has 32 groups of 4 channels in the first stage: many narrow paths that do not see each other instead of one wide one. For the same cost it is more accurate than deeper or wider; the number of groups is the third measure beside depth and width.',
  error: 'Top-1 22.2 % on ImageNet’s validation part',
  document: bottleneckNetwork('ResNeXt-50 32×4d', { parameters: { groups: 32, groupWidth: 4 } }),
  choices: bottleneckChoices,
}
