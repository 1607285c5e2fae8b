// The headings of the gallery, in its order.
import type { Template } from './template.ts'

interface Heading {
  readonly title: string
  /** What `Template.family` says. */
  readonly families: readonly string[]
}

export const headings: readonly Heading[] = [
  { title: 'First networks', families: ['lenet', 'mlp', 'exercises'] },
  { title: 'Classics', families: ['classics'] },
  { title: 'VGG', families: ['vgg'] },
  { title: 'Inception', families: ['inception'] },
  { title: 'ResNet', families: ['resnet', 'resnet-cifar'] },
  { title: 'DenseNet', families: ['densenet'] },
  { title: 'Mobile', families: ['mobilenet'] },
  { title: 'EfficientNet', families: ['efficientnet'] },
  { title: 'ConvNeXt', families: ['convnext'] },
  { title: 'Transformers', families: ['transformers'] },
  { title: 'Segmentation, reconstruction, comparison', families: ['pictures'] },
  { title: 'Video', families: ['films'] },
]

export function byHeading(templates: readonly Template[]) {
  return headings
    .map(({ title, families }) => ({
      title,
      templates: templates.filter(({ family }) => families.includes(family)),
    }))
    .filter(group => group.templates.length > 0)
}
