import { defineLayer } from './define.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, nn } from './torch.ts'
import { repeat, upSamplingDeclaration } from './up-sampling.ts'

export const upSampling1d = defineLayer({
  ...upSamplingDeclaration(1),
  type: 'upSampling1d',
  label: 'Up-sampling 1D',
  help: 'Repeats every step of a sequence: a b with factor 2 becomes a a b b. Keras UpSampling1D.',
  lower: (g, p, [x]) => repeat(g, x, p.size),
  tfjs: (_, args) => ownLayer('upSampling1d', args),
  pytorch: (_, w) => form('first', nn('Upsample', [], { scale_factor: axes(w.size) })),
})
