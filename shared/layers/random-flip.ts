import { augmenting, drawn } from './augmenting.ts'
import { defineLayer } from './define.ts'
import type { Graph, Value } from './graph.ts'
import { choice } from './parameters.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

const modes = ['horizontal', 'vertical', 'horizontalAndVertical'] as const

/** Left and right are exchanged along axis 2, top and bottom along axis 1. */
const axes = { horizontal: [2], vertical: [1], horizontalAndVertical: [2, 1] } as const

export const randomFlip = defineLayer({
  ...augmenting,
  type: 'randomFlip',
  label: 'Random flip',
  help: 'In training mirrors each picture with probability ½, left to right, top to bottom, or by two draws both; otherwise does nothing. Krizhevsky et al., 2012; Keras RandomFlip.',
  params: { mode: choice('Mode', modes, 'horizontalAndVertical') },
  starts: { mode: 'horizontal' },
  keeps: () => ({}),
  summary: p => (p.mode === 'horizontalAndVertical' ? 'both ways' : p.mode),
  explain: p =>
    axes[p.mode].map(axis => ({
      quantity: axis === 2 ? 'Left ↔ right' : 'Top ↔ bottom',
      formula: 'each picture by a draw of its own, in training',
      result: '50 %',
    })),
  lower: (g, p, [x]) =>
    g.training ? axes[p.mode].reduce<Value>((value, axis) => flipped(g, value, axis), x) : x,
  tfjs: (_, args) => ownLayer('randomFlip', args),
  pytorch: p =>
    form(
      'first',
      ownTorch(
        'RandomFlip',
        axes[p.mode].map(axis => axis + 1),
      ),
    ),
})

function flipped(g: Graph, x: Value, axis: number): Value {
  const flips = g.op('Less', [drawn(g, x, [0, 1]), g.constant(0.5)])
  const mirrored = g.op('ReverseV2', [x, g.constant([axis], { type: 'int32' })])
  return g.op('SelectV2', [flips, mirrored, x])
}
