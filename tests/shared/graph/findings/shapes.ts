// Layers whose input or arguments do not fit, each with a fix.
import type { DocumentNode } from '../../../../shared/document/types.ts'
import { drawing, layer } from '../drawing.ts'
import { chain, image, type Mendable } from './parts.ts'

type Shape = readonly number[]

/** A layer that reads an input of this shape. */
function reading(
  code: string,
  shape: Shape,
  type: string,
  params?: DocumentNode['params'],
): Mendable {
  return { code, in: chain(image(...shape), layer('layer', type, params)) }
}

/** One that reads two inputs. */
function merging(code: string, left: Shape, right: Shape, type: string): Mendable {
  const input = (id: string, shape: Shape) => layer(id, 'input', { shape: [...shape] })
  const nodes = [input('left', left), input('right', right), layer('layer', type)]
  return { code, in: drawing(nodes, 'left > layer, right > layer') }
}

const picture: Shape = [8, 8, 3]

export const shapeMendables: readonly Mendable[] = [
  reading('window-too-large', [4, 4, 1], 'maxPooling2d', { poolSize: 5 }),
  reading('unread-pixels', [5, 5, 1], 'maxPooling2d', { poolSize: 2, strides: 2 }),
  reading('skipped-pixels', [12, 12, 1], 'conv2d', { filters: 2, kernelSize: 2, strides: 3 }),
  reading('needs-picture', [16], 'conv2d', { filters: 2, kernelSize: 1 }),
  reading('needs-sequence', picture, 'lstm', { units: 4 }),
  reading('needs-volume', picture, 'conv3d', { filters: 2, kernelSize: 1 }),
  reading('needs-vector', [4, 4], 'repeatVector', { n: 2 }),
  reading('needs-positions', [8], 'instanceNormalization'),
  reading('needs-two-inputs', [8], 'add'),
  merging('shapes-differ', [8], [16], 'add'),
  merging('dot-differs', [4, 8], [8, 4], 'dot'),
  reading('reshape-differs', [10], 'reshape', { targetShape: [3, -1] }),
  reading('axis', picture, 'batchNormalization', { axis: 1 }),
  reading('groups', picture, 'conv2d', { filters: 4, kernelSize: 1, groups: 2 }),
  reading('split-differs', [8], 'split', { sections: 3 }),
  reading('slice-axes', [8], 'slice', { begin: [0, 0], size: [4, 4] }),
  reading('slice-outside', [8], 'slice', { begin: [4], size: [8] }),
  reading('whole-slice', [8], 'slice', { begin: [0], size: [8] }),
  reading('no-order', [4, 6], 'permute', { dims: [1, 1] }),
  reading('crops-everything', picture, 'cropping2d', { cropping: 4 }),
  reading('crop-enlarges', picture, 'centerCrop', { height: 16, width: 16 }),
  reading('reflection-too-wide', picture, 'reflectionPadding2d', { padding: 8 }),
  reading('padding-beyond-window', picture, 'maxPooling2d', { poolSize: 2, padding: 2 }),
  reading('output-padding', picture, 'conv2dTranspose', {
    filters: 2,
    kernelSize: 3,
    strides: 2,
    outputPadding: 2,
  }),
  reading('block-does-not-divide', picture, 'spaceToDepth', { blockSize: 3 }),
  reading('odd-halves', [7], 'glu'),
  reading('pieces', [8], 'maxout', { pieces: 3 }),
  reading('sequence-too-long', [8, 3], 'positionEmbedding', { sequenceLength: 4 }),
  reading('backwards-both-ways', [8, 3], 'lstm', {
    units: 4,
    bidirectional: 'concat',
    goBackwards: true,
  }),
  reading('nothing-left', [8], 'reduceMean', { axis: [1] }),
  reading('limit-below-threshold', [8], 'reLU', { maxValue: 1, threshold: 2 }),
  reading('divides-by-zero', picture, 'localResponseNormalization', { k: 0 }),
  reading('drops-everything', [8], 'dropout', { rate: 1 }),
  reading('no-dropout', [8], 'dropout', { rate: 0 }),
  reading('no-noise', [8], 'gaussianNoise', { stddev: 0 }),
  reading('one-position', [1, 1, 3], 'instanceNormalization'),
  reading('dense-on-picture', picture, 'dense', { units: 4 }),
  reading('initializer-shape', [8], 'dense', { units: 4, kernelInitializer: 'identity' }),
  reading('constraint-axis', [8], 'dense', {
    units: 4,
    kernelConstraint: { kind: 'maxNorm', axis: 2 },
  }),
]
