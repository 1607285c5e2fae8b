import { isSame, paddings } from './convolution.ts'
import { defineLayer } from './define.ts'
import { poolingAttributes, poolingDeclaration, poolingWindow } from './pooling.ts'
import { isNone, ownLayer, tfjsLayer } from './tfjs.ts'

/** Less than every number that a network computes, and finite in bfloat16 too. */
const lowest = -3e38

export const maxPooling2d = defineLayer({
  ...poolingDeclaration,
  type: 'maxPooling2d',
  label: 'Max pooling',
  help: 'Keeps the largest number of each window, channel by channel; padding never wins. Output floor((W − F + P) ÷ S) + 1. Ranzato et al., 2007.',
  // MaxPool's own EXPLICIT padding is five times slower than PadV2 before VALID.
  lower: (g, p, [x]) => {
    const attributes = poolingAttributes(p)
    if (isSame(poolingWindow(p))) return g.op('MaxPool', [x], { ...attributes, padding: 'SAME' })
    if (typeof p.padding === 'string' || isNone(p.padding))
      return g.op('MaxPool', [x], { ...attributes, padding: 'VALID' })
    const border = g.constant(lowest, { type: x.type })
    const padded = g.op('PadV2', [x, paddings(g, p.padding), border])
    return g.op('MaxPool', [padded], { ...attributes, padding: 'VALID' })
  },
  tfjs: (p, args) =>
    typeof p.padding === 'string' || isNone(p.padding)
      ? tfjsLayer('maxPooling2d', p, args)
      : ownLayer('maxPooling2d', args),
})
