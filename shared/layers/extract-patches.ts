import { explainWindow } from './convolution.ts'
import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { patches } from './patches.ts'
import { product } from './sizes.ts'
import { picture } from './space.ts'
import { optionalPair, type Padding, type Pair, padding, pair } from './spatial.ts'
import { ownLayer } from './tfjs.ts'
import { axes, form, ownTorch, torchBorder } from './torch.ts'
import {
  bordersOf,
  skippedPixels,
  slide,
  unreadPixels,
  type Window,
  windowReach,
  windowSummary,
} from './window.ts'

export const extractPatches = defineLayer({
  type: 'extractPatches',
  label: 'Extract patches',
  group: 'shape',
  help: 'Cuts a picture into windows and writes each into the channels of one position, its rows, columns and channels in this order: h×w×c becomes rows×columns×(F·F·c). The first step of a vision transformer, Dosovitskiy et al., 2020; Keras ops.image.extract_patches.',
  inputs: 'one',
  params: {
    size: pair('Window', 16, { required: true }),
    strides: optionalPair('Strides', 'Left out: as large as the window.'),
    dilationRate: pair('Dilation', 1),
    padding: padding(),
  },
  starts: { size: 4 },
  shape: (p, [x]) => [...slide(x, windowOf(p)), product(p.size) * picture(x)[2]],
  keeps: () => ({}),
  reach: (p, x) => windowReach(windowOf(p), x),
  remarks: (p, [x]) => [...unreadPixels(x, windowOf(p)), ...skippedPixels(windowOf(p))],
  summary: p => windowSummary(windowOf(p)).replace(' valid', ''),
  explain: (p, [x], output) => [
    ...explainWindow(windowOf(p), x, output),
    {
      quantity: 'Channels',
      formula: `${p.size.join('·')}·${picture(x)[2]}`,
      result: String(output?.[2] ?? 'none'),
    },
  ],
  lower: (g, p, [x], { inputs }) => patches(g, x, windowOf(p), bordersOf(windowOf(p), inputs[0])),
  tfjs: (_, args) => ownLayer('extractPatches', args),
  keras: (_, args) => ownKeras('ExtractPatches', args),
  pytorch: (p, w, place) => {
    const sides = bordersOf(windowOf(p), place.inputs[0] ?? [])
    const needs = place.apart || sides.flat().some(side => side > 0)
    const args = { stride: axes(w.strides ?? w.size), dilation: axes(w.dilationRate) }
    const list = [{ perAxis: [...p.size] }]
    return form(
      'first',
      ...(needs ? [torchBorder(sides)] : []),
      ownTorch('ExtractPatches', list, args),
    )
  },
})

interface Values {
  readonly size: Pair
  readonly strides: Pair | null
  readonly dilationRate: Pair
  readonly padding: Padding<2>
}

function windowOf(p: Values): Window {
  return {
    size: p.size,
    strides: p.strides ?? p.size,
    dilation: p.dilationRate,
    padding: p.padding,
    sizeName: 'size',
  }
}
