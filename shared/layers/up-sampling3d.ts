import { defineLayer } from './define.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, nn } from './torch.ts'
import { repeat, upSamplingDeclaration } from './up-sampling.ts'

export const upSampling3d = defineLayer({
  ...upSamplingDeclaration(3),
  type: 'upSampling3d',
  label: 'Up-sampling 3D',
  help: 'Repeats every plane, row and column of a volume: a 2×2×2 factor makes eight of each number. Keras UpSampling3D.',
  lower: (g, p, [x]) => repeat(g, x, p.size),
  tfjs: (_, args) => ownLayer('upSampling3d', args),
  pytorch: (_, w) => form('first', nn('Upsample', [], { scale_factor: axes(w.size) })),
})
