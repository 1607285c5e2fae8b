import { call } from '../emit/call.ts'
import { plus, times } from './augmenting.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import { numbers } from './numbers.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const rescaling = defineLayer({
  type: 'rescaling',
  label: 'Rescaling',
  group: 'preprocessing',
  help: 'Multiplies and adds: scale·x + offset, one number for all or one per channel. Bytes become 0…1 with scale 1/255, and −1…1 with scale 1/127.5 and offset −1. Keras Rescaling.',
  inputs: 'one',
  params: {
    scale: numbers('Scale', 1, { required: true }),
    offset: numbers('Offset', 0),
  },
  starts: { scale: '=1/255' },
  readsNumbers: true,
  shape: (p, [x]) => {
    refuse('scale', p.scale, x)
    refuse('offset', p.offset, x)
    return x
  },
  keeps: () => ({}),
  remarks: p =>
    [p.scale].flat().every(one => one === 1) && [p.offset].flat().every(none => none === 0)
      ? [
          {
            code: 'no-rescaling',
            severity: 'hint',
            message: 'Scale 1 and offset 0 change nothing, so this layer does nothing.',
            mends: [
              { label: 'Remove this layer', repair: { kind: 'remove' } },
              {
                label: 'Use scale 1/255',
                repair: { kind: 'setParams', params: { scale: '=1/255' } },
              },
            ],
          },
        ]
      : [],
  summary: p =>
    `×${said(p.scale)}${[p.offset].flat().every(one => one === 0) ? '' : ` + ${said(p.offset)}`}`,
  explain: p => [
    {
      quantity: '0 becomes',
      formula: `${said(p.scale)} · 0 + ${said(p.offset)}`,
      result: said(p.offset),
    },
    {
      quantity: '255 becomes',
      formula: `${said(p.scale)} · 255 + ${said(p.offset)}`,
      result: said(at255([p.scale].flat(), [p.offset].flat())),
    },
  ],
  lower: (g, p, [x]) => {
    const values = times(g, g.full(x), g.constant(p.scale))
    return g.compute(plus(g, values, g.constant(p.offset)))
  },
  tfjs: (p, args) =>
    [p.scale, p.offset].some(Array.isArray) ? ownLayer('rescaling', args) : call('rescaling', args),
  pytorch: (p, w) =>
    form(
      [p.scale, p.offset].some(Array.isArray) ? 'last' : 'any',
      ownTorch('Rescaling', [w.scale ?? 1], w.offset === undefined ? {} : { offset: w.offset }),
    ),
})

function at255(scale: readonly number[], offset: readonly number[]): readonly number[] {
  const count = Math.max(scale.length, offset.length)
  const at = (list: readonly number[], index: number) => list[list.length === 1 ? 0 : index] ?? 0
  return Array.from({ length: count }, (_, index) => at(scale, index) * 255 + at(offset, index))
}

function refuse(name: string, value: number | readonly number[], x: Shape): void {
  const channels = x.at(-1) ?? 1
  if (!Array.isArray(value) || value.length === channels || value.length === 1) return
  throw new LayerError(
    'numbers-per-channel',
    `${name} has ${value.length} numbers, and the input has ${channels} channel${channels === 1 ? '' : 's'}.`,
    [
      {
        label: `Use ${name} ${value[0]} for all`,
        repair: { kind: 'setParams', params: { [name]: value[0] ?? 1 } },
      },
    ],
  )
}

function said(value: number | readonly number[]): string {
  return [value]
    .flat()
    .map(one => String(Number(one.toPrecision(4))).replace('-', '−'))
    .join(', ')
}
