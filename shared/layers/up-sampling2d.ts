import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import { choice } from './parameters.ts'
import { interpolations, resize } from './resize.ts'
import { times } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, nn } from './torch.ts'
import { repeat, upSamplingDeclaration } from './up-sampling.ts'

const base = upSamplingDeclaration(2)

export const upSampling2d = defineLayer({
  ...base,
  type: 'upSampling2d',
  label: 'Up-sampling',
  help: 'Enlarges a picture by whole factors. Nearest repeats every pixel; bilinear mixes the four around each new pixel’s centre. Learns nothing, so it leaves no checkerboard as a transposed convolution may. Odena et al., 2016.',
  params: {
    ...base.params,
    interpolation: choice('Interpolation', interpolations, 'nearest'),
  },
  reach: p =>
    p.size.map(factor => ({
      size: p.interpolation === 'bilinear' && factor > 1 ? 2 : 1,
      stride: 1 / factor,
    })),
  summary: p => joined(times(p.size), p.interpolation !== 'nearest' && p.interpolation),
  lower: (g, p, [x], { output: [height = 1, width = 1] }) =>
    p.interpolation === 'nearest'
      ? repeat(g, x, p.size)
      : resize(g, x, [height, width], p.interpolation),
  // tfjs puts the pixels of its bilinear enlargement elsewhere, and its nearest has a wrong gradient.
  tfjs: (_, args) => ownLayer('upSampling2d', args),
  pytorch: (_, w) => {
    const args = { scale_factor: axes(w.size), mode: w.interpolation ?? 'nearest' }
    return form('first', nn('Upsample', [], args))
  },
})
