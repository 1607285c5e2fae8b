import { call } from '../emit/call.ts'
import { axisOf, axisParam } from './axis.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { numberOrList } from './lists.ts'
import { counted, times } from './sizes.ts'
import { code, form, torchAxis } from './torch.ts'

export const split = defineLayer({
  type: 'split',
  label: 'Split',
  group: 'shape',
  help: 'Cuts its input along one axis into several outputs, in order: a number of equal parts, or parts of the sizes given. The halves of a gated unit, the groups of a shuffle. TensorFlow split.',
  inputs: 'one',
  params: {
    sections: numberOrList('Sections', 2, {
      help: 'How many equal parts, or the size of each part.',
      required: true,
      minimum: 1,
      most: 64,
    }),
    axis: axisParam,
  },
  starts: { sections: 2 },
  outputs: p => (typeof p.sections === 'number' ? p.sections : p.sections.length),
  shape: (p, [x]) => {
    const axis = axisOf(p.axis, x)
    return partsOf(p.sections, x, axis).map(size =>
      x.map((whole, at) => (at === axis ? size : whole)),
    )
  },
  summary: p => {
    const parts = typeof p.sections === 'number' ? `${p.sections} parts` : p.sections.join(' | ')
    return p.axis === -1 ? parts : `${parts} · axis ${p.axis}`
  },
  explain: (p, [x]) => {
    const axis = axisOf(p.axis, x)
    const sizes = partsOf(p.sections, x, axis)
    const even = sizes.every(size => size === sizes[0])
    return [
      {
        quantity: axis === x.length - 1 ? 'Channels' : `Axis ${axis + 1}`,
        formula: even ? `${x[axis]} ÷ ${sizes.length}` : `${x[axis]} = ${sizes.join(' + ')}`,
        result: even ? `${sizes[0]} each` : `${sizes.length} parts`,
      },
    ]
  },
  lower: (g, p, [x], { inputs }) => {
    const axis = axisOf(p.axis, inputs[0])
    const sizes = partsOf(p.sections, inputs[0], axis)
    if (sizes.length === 1) return [x]
    const int32 = (value: number | readonly number[]) => g.constant(value, { type: 'int32' })
    return g.outputs('SplitV', [x, int32(sizes), int32(axis + 1)], { num_split: sizes.length })
  },
  tfjs: (_, args) => call('split', args, { from: 'own' }),
  keras: (_, args) => call('Split', args, { from: 'own' }),
  pytorch: (p, _, { inputs: [x = []], layout }) => {
    const axis = axisOf(p.axis, x)
    const dim = torchAxis(axis, x.length, layout)
    if (typeof p.sections === 'number')
      return form(
        layout,
        code(text => `torch.chunk(${text}, ${p.sections}, dim=${dim})`),
      )
    const sizes = p.sections.join(', ')
    return form(
      layout,
      code(text => `torch.split(${text}, [${sizes}], dim=${dim})`),
    )
  },
})

function partsOf(sections: number | readonly number[], x: Shape, axis: number): readonly number[] {
  const whole = x[axis] ?? 1
  if (typeof sections !== 'number') {
    const total = sections.reduce((sum, size) => sum + size, 0)
    if (total === whole) return sections
    throw new LayerError(
      'split-differs',
      `The parts ${sections.join(' + ')} make ${counted(total)}, and axis ${axis + 1} of ${times(x)} is ${counted(whole)}.`,
      lastTakesRest(sections, whole),
    )
  }
  if (whole % sections === 0) return Array<number>(sections).fill(whole / sections)
  throw new LayerError(
    'split-differs',
    `Axis ${axis + 1} of ${times(x)} is ${counted(whole)}, which does not divide into ${sections} equal parts.`,
    [nearestDivisor(sections, whole), ...unevenParts(sections, whole)],
  )
}

function lastTakesRest(sections: readonly number[], whole: number): Mend[] {
  const others = sections.slice(0, -1)
  const rest = whole - others.reduce((sum, size) => sum + size, 0)
  if (rest < 1) return [nearestDivisor(sections.length, whole)]
  const sizes = [...others, rest]
  return [
    {
      label: `Use the parts ${sizes.join(', ')}`,
      repair: { kind: 'setParams', params: { sections: sizes } },
    },
  ]
}

/** The largest number of parts up to the one asked for that divides evenly. */
function nearestDivisor(sections: number, whole: number): Mend {
  let parts = Math.min(sections, whole)
  while (whole % parts !== 0) parts--
  return {
    label: parts === 1 ? 'Keep it whole' : `Split it into ${parts} parts of ${whole / parts}`,
    repair: { kind: 'setParams', params: { sections: parts } },
  }
}

function unevenParts(sections: number, whole: number): Mend[] {
  const size = Math.floor(whole / sections)
  if (size < 1 || sections > 8) return []
  const sizes = Array<number>(sections - 1).fill(size)
  return lastTakesRest([...sizes, size], whole)
}
