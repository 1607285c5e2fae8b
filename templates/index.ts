import { alexnet } from './alexnet.ts'
import { autoencoder } from './autoencoder.ts'
import { c3d } from './c3d.ts'
import { cbamResnet50 } from './cbam-resnet-50.ts'
import { cnn } from './cnn.ts'
import { cnn32 } from './cnn-32.ts'
import { convnext } from './convnext.ts'
import { darknet19 } from './darknet-19.ts'
import { densenet } from './densenet.ts'
import { efficientnet } from './efficientnet.ts'
import { fashionCnn } from './fashion-cnn.ts'
import { googlenet } from './googlenet.ts'
import { inceptionModule } from './inception-module.ts'
import { inceptionV3 } from './inception-v3.ts'
import { lenet } from './lenet.ts'
import { lenet5 } from './lenet-5.ts'
import { mlp } from './mlp.ts'
import { mobilenet } from './mobilenet.ts'
import { mobilenetV2 } from './mobilenet-v2.ts'
import { mobilenetV3 } from './mobilenet-v3.ts'
import { nin } from './nin.ts'
import { parameterExercise } from './parameter-exercise.ts'
import { resnet18 } from './resnet-18.ts'
import { resnet50 } from './resnet-50.ts'
import { resnetCifar } from './resnet-cifar.ts'
import { resnetV2 } from './resnet-v2-50.ts'
import { resnext50 } from './resnext-50.ts'
import { seResnet50 } from './se-resnet-50.ts'
import { shufflenetV2 } from './shufflenet-v2.ts'
import { siamese } from './siamese.ts'
import { squeezenet } from './squeezenet.ts'
import type { Template, Variant } from './template.ts'
import { unet } from './unet.ts'
import { vgg } from './vgg.ts'
import { vit } from './vit.ts'
import { wideResnet } from './wide-resnet.ts'
import { xception } from './xception.ts'
import { zfnet } from './zfnet.ts'

/** Every built-in network, in the gallery's order. Adding one is one file and one line here. */
export const templates: readonly Template[] = [
  lenet,
  lenet5,
  mlp,
  cnn,
  fashionCnn,
  cnn32,
  parameterExercise,
  resnetCifar,
  wideResnet,
  autoencoder,
  siamese,
  unet,
  alexnet,
  zfnet,
  nin,
  vgg,
  inceptionModule,
  googlenet,
  inceptionV3,
  xception,
  resnet18,
  resnet50,
  resnetV2,
  resnext50,
  seResnet50,
  cbamResnet50,
  densenet,
  squeezenet,
  mobilenet,
  mobilenetV2,
  mobilenetV3,
  shufflenetV2,
  efficientnet,
  convnext,
  vit,
  darknet19,
  c3d,
]

/** The same with every variant as a template of its own, behind the one that it varies. */
export const allTemplates: readonly Template[] = templates.flatMap(template => [
  template,
  ...(template.variants ?? []).map(variant => withVariant(template, variant)),
])

function withVariant(
  { variants: _, error: __, ...template }: Template,
  { parameters, ...variant }: Variant,
): Template {
  const { document } = template
  return {
    ...template,
    ...variant,
    document: {
      ...document,
      name: variant.title,
      parameters: { ...document.parameters, ...parameters },
    },
  }
}

export function findTemplate(name: string): Template | undefined {
  return allTemplates.find(template => template.name === name)
}

/** Every name that `findTemplate` knows, in the gallery's order. */
export const templateNames: readonly string[] = allTemplates.map(template => template.name)
