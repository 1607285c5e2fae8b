import { defineLayer } from './define.ts'
import { elementwiseDeclaration, fold } from './elementwise.ts'
import { torchMerge } from './torch-merging.ts'

export const add = defineLayer({
  ...elementwiseDeclaration('add', ' + '),
  type: 'add',
  label: 'Add',
  help: 'Sums its inputs number by number: the skip of a residual network, out = f(x) + x. An axis of size 1 is repeated. He et al., 2015.',
  lower: (g, _, inputs, shapes) => {
    const equal = shapes.inputs.every(shape => shape.join() === shapes.output.join())
    return equal && inputs.length > 2
      ? g.op(
          'AddN',
          inputs.map(value => g.compute(value)),
        )
      : fold(g, 'AddV2', inputs)
  },
  pytorch: torchMerge(texts => texts.join(' + ')),
})
