import { cnn32 } from './cnn-32.ts'
import { fashionCnn } from './fashion-cnn.ts'
import { lenet } from './lenet.ts'
import { lenet5 } from './lenet-5.ts'
import { mlp } from './mlp.ts'
import { parameterExercise } from './parameter-exercise.ts'
import { resnetCifar } from './resnet-cifar.ts'
import type { Template, Variant } from './template.ts'

/** Every built-in network, in the gallery's order. Adding one is one file and one line here. */
export const templates: readonly Template[] = [
  lenet,
  lenet5,
  mlp,
  fashionCnn,
  cnn32,
  parameterExercise,
  resnetCifar,
]

/** The same with every variant as a template of its own, behind the one that it varies. */
export const allTemplates: readonly Template[] = templates.flatMap(template => [
  template,
  ...(template.variants ?? []).map(variant => withVariant(template, variant)),
])

function withVariant({ variants: _, ...template }: Template, variant: Variant): Template {
  const { name, title, parameters } = variant
  const { document } = template
  return {
    ...template,
    name,
    title,
    document: { ...document, name: title, parameters: { ...document.parameters, ...parameters } },
  }
}

export function findTemplate(name: string): Template | undefined {
  return allTemplates.find(template => template.name === name)
}

/** Every name that `findTemplate` knows, in the gallery's order. */
export const templateNames: readonly string[] = allTemplates.map(template => template.name)
