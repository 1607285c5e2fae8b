// Attention over channels and over positions, as blocks that others use.
import type { Block } from '../../shared/document/types.ts'
import { block, conv, layer } from './nodes.ts'

/**
 * Squeeze and excite: the mean of every channel, through a narrow layer, becomes a factor for it.
 * `squeezed` is the narrow layer's size; the activations are words.
 */
export const squeezeExcite: Block = block(
  { channels: 256, squeezed: 16, activation: 'relu', gate: 'sigmoid' },
  [
    layer('mean', 'globalAveragePooling2d', { keepdims: true }),
    conv('squeeze', '=squeezed', 1, { activation: '=activation' }),
    conv('excite', '=channels', 1, { activation: '=gate' }),
    layer('scale', 'multiply'),
  ],
  'in scale out',
  'in mean squeeze excite scale',
)

const shared = (id: string, units: string, name: string, activation: string) =>
  layer(id, 'conv2d', { filters: units, kernelSize: 1, activation }, { sharedWeights: name })

/**
 * CBAM: first a factor per channel, from its mean and its maximum through the same two layers, then a
 * factor per position, from the mean and the maximum over the channels.
 */
export const attentionGate: Block = block(
  { channels: 256, squeezed: 16 },
  [
    layer('mean', 'globalAveragePooling2d', { keepdims: true }),
    shared('squeezeMean', '=squeezed', 'squeeze', 'relu'),
    shared('exciteMean', '=channels', 'excite', 'linear'),
    layer('maximum', 'globalMaxPooling2d', { keepdims: true }),
    shared('squeezeMaximum', '=squeezed', 'squeeze', 'relu'),
    shared('exciteMaximum', '=channels', 'excite', 'linear'),
    layer('sum', 'add'),
    layer('channelGate', 'activation', { activation: 'sigmoid' }),
    layer('scaleChannels', 'multiply'),
    layer('meanOverChannels', 'reduceMean', { axis: -1, keepdims: true }),
    layer('maximumOverChannels', 'reduceMax', { axis: -1, keepdims: true }),
    layer('join', 'concatenate'),
    conv('look', 1, 7, { padding: 3, useBias: false }),
    layer('norm', 'batchNormalization'),
    layer('placeGate', 'activation', { activation: 'sigmoid' }),
    layer('scalePlaces', 'multiply'),
  ],
  'in scaleChannels scalePlaces out',
  'in mean squeezeMean exciteMean sum channelGate scaleChannels',
  'in maximum squeezeMaximum exciteMaximum sum',
  'scaleChannels meanOverChannels join look norm placeGate scalePlaces',
  'scaleChannels maximumOverChannels join',
)
