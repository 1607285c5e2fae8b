import { axesOf, axesParam } from './axis.ts'
import { defineLayer } from './define.ts'
import { axesSummary, normalized } from './layer-normalization.ts'
import { explainAveraged } from './normalizing.ts'
import { ownLayer } from './tfjs.ts'
import { code, form, torchAxis, tuple } from './torch.ts'

/** Keras bounds 1 ÷ norm by 1e12; of the squares that is 1e-24. */
const least = 1e-24

export const unitNormalization = defineLayer({
  type: 'unitNormalization',
  label: 'Unit normalization',
  group: 'normalization',
  help: 'Divides each position by its length, so that its channels (or the axes named) become a vector of length 1: x ÷ √(Σ x²). Keras UnitNormalization.',
  inputs: 'one',
  params: { axis: axesParam },
  shape: (p, [x]) => {
    axesOf(p.axis, x)
    return x
  },
  summary: p => axesSummary(p.axis),
  explain: (p, [x]) => [{ ...explainAveraged(normalized(p.axis, x)), quantity: 'Summed over' }],
  lower: (g, p, [x], { output }) => {
    const values = g.full(x)
    const axes = g.constant(
      axesOf(p.axis, output).map(axis => axis + 1),
      { type: 'int32' },
    )
    const squares = g.op('Sum', [g.op('Square', [values]), axes], { keep_dims: true })
    // The bound stands before the root, whose gradient at 0 would be 0 · ∞.
    const length = g.op('Rsqrt', [g.op('Maximum', [squares, g.constant(least)])])
    return g.compute(g.op('Mul', [values, length]))
  },
  tfjs: (_, args) => ownLayer('unitNormalization', args),
  pytorch: (p, _, { inputs: [x = []], layout }) => {
    const dims = axesOf(p.axis, x).map(axis => torchAxis(axis, x.length, layout))
    const dim = dims.length === 1 ? dims[0] : tuple(dims)
    return form(
      layout,
      code(text => `F.normalize(${text}, dim=${dim})`),
    )
  },
})
