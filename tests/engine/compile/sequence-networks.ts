// Small networks of attention and of recurrent layers.
import { drawing, type TestNetwork } from './networks.ts'

const image = { id: 'image', type: 'input', params: { shape: [9, 8, 4] } } as const
const scores = { id: 'scores', type: 'dense', params: { units: 5, activation: 'softmax' } } as const

const attending = drawing('attending', [
  image,
  { id: 'patches', type: 'patchEmbedding', params: { patchSize: 3, hiddenDim: 8 } },
  { id: 'token', type: 'classToken', params: { initializer: 'randomNormal' } },
  { id: 'places', type: 'positionEmbedding' },
  { id: 'waves', type: 'sinePositionEncoding' },
  // A bias of the keys has gradient 0 but for rounding: the softmax does not see it.
  { id: 'heads', type: 'multiHeadAttention', params: { numHeads: 2, keyDim: 3, useBias: false } },
  { id: 'sum', type: 'add', from: ['waves', 'heads'] },
  { id: 'scaled', type: 'attention', params: { useScale: true, divideByRoot: true } },
  {
    id: 'causal',
    type: 'multiHeadAttention',
    params: { numHeads: 3, keyDim: 2, valueDim: 5, useBias: false, useCausalMask: true },
  },
  { id: 'additive', type: 'attention', params: { scoreMode: 'concat' } },
  { id: 'flat', type: 'flatten' },
  scores,
])

const recurrent = drawing('recurrent', [
  image,
  { id: 'rows', type: 'reshape', params: { targetShape: [9, 32] } },
  {
    id: 'memory',
    type: 'lstm',
    params: { units: 6, returnSequences: true, bidirectional: 'concat' },
  },
  {
    id: 'unrolled',
    type: 'lstm',
    params: { units: 5, returnSequences: true, recurrentActivation: 'hardSigmoid' },
  },
  { id: 'gated', type: 'gru', params: { units: 5, returnSequences: true, goBackwards: true } },
  { id: 'early', type: 'gru', params: { units: 4, returnSequences: true, resetAfter: false } },
  { id: 'simple', type: 'simpleRNN', params: { units: 4, bidirectional: 'sum' } },
  scores,
])

export const sequenceNetworks: readonly TestNetwork[] = [attending, recurrent].map(document => ({
  document,
  settings: { loss: 'categoricalCrossentropy' },
}))
