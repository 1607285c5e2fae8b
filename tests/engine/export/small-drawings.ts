// The templates at sizes at which an exported Python project of theirs runs in seconds.
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { templates } from '../../../templates/index.ts'
import { instantiate } from '../../../templates/instantiate.ts'

/** Inputs as small as the pools of a template allow. */
const sizes: Readonly<Record<string, readonly number[]>> = {
  'parameter-exercise': [32, 32, 3],
  unet: [64, 64, 1],
  alexnet: [67, 67, 3],
  zfnet: [64, 64, 3],
  nin: [96, 96, 3],
  'vgg-11': [32, 32, 3],
  'inception-module': [8, 8, 256],
  'inception-v3': [75, 75, 3],
  xception: [75, 75, 3],
  'vit-tiny-16': [32, 32, 3],
  c3d: [16, 32, 32, 3],
}

/** These templates, or all families where LAYERLOOM_EVERY_TEMPLATE=1 asks for them, which takes minutes. */
export function smallDrawings(few: readonly string[]) {
  const every = process.env.LAYERLOOM_EVERY_TEMPLATE === '1'
  return templates
    .filter(({ name }) => every || few.includes(name))
    .map(template => {
      const input = sizes[template.name] ?? smaller(template.document)
      return { name: template.name, document: instantiate(template.name, input ? { input } : {}) }
    })
}

/** 64×64 pixels where the drawing reads 224×224. */
function smaller(document: NetworkDocument): readonly number[] | undefined {
  const shape = document.nodes.find(({ type }) => type === 'input')?.params?.shape
  return JSON.stringify(shape) === '[224,224,3]' ? [64, 64, 3] : undefined
}
