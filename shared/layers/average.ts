import { defineLayer } from './define.ts'
import { elementwiseDeclaration, fold } from './elementwise.ts'
import { torchMerge } from './torch-merging.ts'

export const average = defineLayer({
  ...elementwiseDeclaration('average', ' + '),
  type: 'average',
  label: 'Average',
  help: 'The mean of its inputs, number by number: out = (x₁ + … + xₙ) ÷ n, as in an ensemble of branches. An axis of size 1 is repeated. Keras Average.',
  lower: (g, _, inputs) => {
    const sum = fold(g, 'AddV2', inputs)
    return g.op('RealDiv', [sum, g.constant(inputs.length, { type: sum.type })])
  },
  pytorch: torchMerge(texts => `(${texts.join(' + ')}) / ${texts.length}`),
})
