import { defineLayer } from './define.ts'
import { droppingDeclaration, kept } from './dropping.ts'
import { ownLayer } from './tfjs.ts'
import { form, nn } from './torch.ts'

// SELU's constants (Klambauer et al., 2017): −λ·α is what it gives far below 0.
const saturation = -1.0507009873554805 * 1.6732632423543772

export const alphaDropout = defineLayer({
  ...droppingDeclaration,
  type: 'alphaDropout',
  label: 'Alpha dropout',
  help: 'Dropout for networks of SELU: in training sets each number to −1.7581, where SELU saturates, with probability rate, then scales and shifts all so that mean 0 and variance 1 stay; otherwise does nothing. Klambauer et al., 2017.',
  explain: p => {
    const { scale, shift } = correction(p.rate)
    const shown = (value: number) => String(Number(value.toPrecision(4)))
    return [
      { quantity: 'Kept', formula: `${shown(scale)}·x + ${shown(shift)}`, result: `${1 - p.rate}` },
      {
        quantity: 'Dropped',
        formula: `${shown(scale)}·(−1.7581) + ${shown(shift)}`,
        result: shown(scale * saturation + shift),
      },
    ]
  },
  lower: (g, p, [x]) => {
    if (!g.training || p.rate === 0) return x
    const values = g.compute(x)
    const { scale, shift } = correction(p.rate)
    const constant = (value: number) => g.constant(value, { type: values.type })
    const stays = g.op('AddV2', [g.op('Mul', [values, constant(scale)]), constant(shift)])
    return g.op('SelectV2', [kept(g, x, p.rate), stays, constant(scale * saturation + shift)])
  },
  // tfjs has it with the wrong sign: what it drops becomes +1.7581 before the shift.
  tfjs: (_, args) => ownLayer('alphaDropout', args),
  pytorch: (_, w) => form('any', nn('AlphaDropout', [w.rate ?? 0.5])),
})

/** a and b of the paper: after a·x + b, mean and variance are as before. */
function correction(rate: number): { readonly scale: number; readonly shift: number } {
  const scale = ((1 - rate) * (1 + rate * saturation ** 2)) ** -0.5
  return { scale, shift: -scale * saturation * rate }
}
