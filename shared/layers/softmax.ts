import { call } from '../emit/call.ts'
import { axisOf, axisParam } from './axis.ts'
import { joined } from './convolution.ts'
import { defineLayer } from './define.ts'
import { number } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { code, form, torchAxis } from './torch.ts'

export const softmax = defineLayer({
  type: 'softmax',
  label: 'Softmax',
  group: 'activation',
  help: 'Turns the numbers along an axis into probabilities: exp(xᵢ ÷ T) ÷ Σⱼ exp(xⱼ ÷ T). A temperature T above 1 makes them more alike, below 1 less. Bridle, 1990; Hinton et al., 2015.',
  inputs: 'one',
  params: {
    axis: axisParam,
    temperature: number('Temperature', 1, { minimum: 1e-6 }),
  },
  shape: (p, [x]) => {
    axisOf(p.axis, x)
    return x
  },
  summary: p =>
    joined(p.axis !== -1 && `axis ${p.axis}`, p.temperature !== 1 && `T ${p.temperature}`),
  explain: (p, [x]) => {
    const size = x[axisOf(p.axis, x)] ?? 1
    const share = p.temperature === 1 ? 'exp(xᵢ) ÷ Σ exp(xⱼ)' : `exp(xᵢ ÷ ${p.temperature}) ÷ Σ`
    return [{ quantity: 'Formula', formula: share, result: `${size} that sum to 1` }]
  },
  lower: (g, p, [x], { output }) => {
    const wide = g.full(x)
    const scaled = p.temperature === 1 ? wide : g.op('Mul', [wide, g.constant(1 / p.temperature)])
    const [axis, last] = [axisOf(p.axis, output) + 1, output.length]
    if (axis === last) return g.op('Softmax', [scaled])
    // The operation works on the last axis only.
    const order = [0, ...output.map((_, at) => at + 1)]
    order[axis] = last
    order[last] = axis
    const swap = g.constant(order, { type: 'int32' })
    return g.op('Transpose', [g.op('Softmax', [g.op('Transpose', [scaled, swap])]), swap])
  },
  // Left out, tfjs takes the axis behind the batch.
  tfjs: (p, args, { output }) =>
    args.temperature === undefined && axisOf(p.axis, output) === output.length - 1
      ? call('softmax', { axis: -1 })
      : ownLayer('softmax', args),
  keras: (_, args) => {
    const { temperature, ...rest } = args
    if (temperature === undefined) return call('Softmax', args)
    if (typeof temperature !== 'number') return call('Softmax', args, { from: 'own' })
    return [call('Rescaling', { scale: 1 / temperature }), call('Softmax', rest)]
  },
  pytorch: (p, _, { output, layout }) => {
    const dim = torchAxis(axisOf(p.axis, output), output.length, layout)
    const divisor = p.temperature === 1 ? '' : ` / ${p.temperature}`
    return form(
      layout,
      code(x => `F.softmax(${x}${divisor}, dim=${dim})`),
    )
  },
})
