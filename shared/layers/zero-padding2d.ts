import { call } from '../emit/call.ts'
import { paddings } from './convolution.ts'
import { defineLayer } from './define.ts'
import { picture } from './space.ts'
import { sides } from './spatial.ts'
import { sidesArgument } from './tfjs.ts'
import { sidesSummary } from './window.ts'

export const zeroPadding2d = defineLayer({
  type: 'zeroPadding2d',
  label: 'Zero padding',
  group: 'shape',
  help: 'Puts rows and columns of zeros around a picture: height + top + bottom, width + left + right.',
  inputs: 'one',
  params: { padding: sides('Padding', 1) },
  shape: (p, [x]) => {
    const [height, width, channels] = picture(x)
    return [height + sum(p.padding[0]), width + sum(p.padding[1]), channels]
  },
  reach: p => p.padding.map(([before]) => ({ size: 1, stride: 1, before })),
  remarks: p =>
    p.padding.flat().some(side => side > 0)
      ? []
      : [
          {
            code: 'no-padding',
            severity: 'hint',
            message: 'Padding of 0 adds nothing, so this layer does nothing.',
            mends: [{ label: 'Remove this layer', repair: { kind: 'remove' } }],
          },
        ],
  summary: p => sidesSummary(p.padding),
  explain: (p, [x], output) => {
    const [height, width] = picture(x)
    const row = (quantity: string, size: number, axis: 0 | 1) => ({
      quantity,
      formula: `${size} + ${p.padding[axis].join(' + ')}`,
      result: String(output?.[axis] ?? 'none'),
    })
    return [row('Height', height, 0), row('Width', width, 1)]
  },
  lower: (g, p, [x]) =>
    p.padding.flat().every(side => side === 0) ? x : g.op('Pad', [x, paddings(g, p.padding)]),
  tfjs: (_, { padding, ...rest }) =>
    call('zeroPadding2d', {
      ...rest,
      ...(padding !== undefined && { padding: sidesArgument(padding) }),
    }),
})

function sum(sides: readonly number[]): number {
  return sides.reduce((total, side) => total + side, 0)
}
