import { defineLayer } from './define.ts'
import { elementwiseDeclaration } from './elementwise.ts'

export const add = defineLayer({
  ...elementwiseDeclaration('add'),
  type: 'add',
  label: 'Add',
  help: 'Sums its inputs number by number: the skip of a residual network, out = f(x) + x. An axis of size 1 is repeated. He et al., 2015.',
  lower: (g, _, inputs, shapes) => {
    const [first, ...others] = inputs.map(value => g.compute(value))
    if (!first) return inputs[0]
    const equal = shapes.inputs.every(shape => shape.join() === shapes.output.join())
    if (equal && others.length > 1) return g.op('AddN', [first, ...others])
    return others.reduce((sum, value) => g.op('AddV2', [sum, value]), first)
  },
})
