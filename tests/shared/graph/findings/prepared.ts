// Layers that prepare data and the ends of a network, each with a fix.
import type { DocumentNode, NetworkDocument, Training } from '../../../../shared/document/types.ts'
import { drawing, layer } from '../drawing.ts'
import { chain, conv, dense, end, flat, image, type Mendable, norm, training } from './parts.ts'

/** Trained with the digits that the program draws: 28×28×1, ten classes. */
function onDigits(nodes: readonly DocumentNode[], rest: Partial<Training> = {}): NetworkDocument {
  const digits = { ...training, dataset: { kind: 'glyphs' }, ...rest }
  return drawing(nodes, nodes.map(node => node.id).join(' > '), { training: digits })
}

const digit = image(28, 28, 1)
const picture = image(8, 8, 3)
const prepared = (code: string, type: string, params?: DocumentNode['params']): Mendable => ({
  code,
  in: chain(picture, layer('layer', type, params)),
})

export const preparedMendables: readonly Mendable[] = [
  prepared('no-augmentation', 'randomRotation', { factor: 0 }),
  prepared('no-augmentation', 'randomCrop', { height: 8, width: 8 }),
  prepared('no-rescaling', 'rescaling', { scale: 1 }),
  prepared('numbers-per-channel', 'rescaling', { scale: [1, 2] }),
  prepared('half-normalization', 'normalization', { mean: 1 }),
  prepared('fill-values', 'randomErasing', { factor: [1, 1], fillValue: [1, 2] }),
  {
    code: 'needs-colours',
    in: chain(image(8, 8, 1), layer('layer', 'randomColorJitter', { hueFactor: 0.1 })),
  },
  {
    code: 'value-range',
    in: onDigits([digit, layer('layer', 'randomContrast', { factor: 0.2 }), flat, end]),
  },
  {
    code: 'scaled-twice',
    in: onDigits([digit, layer('layer', 'rescaling', { scale: '=1/255' }), flat, end]),
  },
  {
    code: 'bias-before-normalization',
    in: chain(picture, conv('c', 4, { activation: 'linear' }), norm),
  },
  { code: 'linear-pair', in: chain(image(4), dense('fc', 8), end) },
  {
    code: 'double-softmax',
    in: chain(image(4), end, layer('s', 'activation', { activation: 'softmax' })),
  },
  { code: 'no-softmax', in: chain(image(4), dense('scores', 10)) },
  {
    code: 'no-sigmoid',
    in: onDigits([digit, flat, dense('scores', 1)], { loss: 'binaryCrossentropy' }),
  },
  { code: 'class-count', in: onDigits([digit, flat, dense('scores', 3)]) },
  { code: 'output-shape', in: onDigits([digit, dense('scores', 10)]) },
  { code: 'input-shape', in: onDigits([image(32, 32, 3), flat, end]) },
]
