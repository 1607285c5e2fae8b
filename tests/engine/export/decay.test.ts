// Weight decay is for kernels: tokens, positions and slopes, of several axes too, go without in every language.
import { beforeAll, expect } from 'vitest'
import { generator } from '../compile/keras-check.ts'
import { drawing } from '../compile/networks.ts'
import { scratchFolder } from './exported-project.ts'
import { expectSameInPython, type NamedArray, trainedHere, type Weights } from './training-run.ts'

const count = 8
const document = {
  ...drawing('Tokens', [
    { id: 'words', type: 'input', params: { shape: [4, 3] } },
    { id: 'token', type: 'classToken' },
    { id: 'place', type: 'positionEmbedding' },
    { id: 'slope', type: 'prelu' },
    { id: 'wide', type: 'dense', params: { units: 5, activation: 'tanh' } },
    { id: 'flat', type: 'flatten' },
    { id: 'kind', type: 'dense', params: { units: 3, activation: 'softmax' } },
  ]),
  training: {
    dataset: { kind: 'npz', validation: 0 },
    loss: 'categoricalCrossentropy',
    // So much that a decayed table would be told from one that is not at once.
    optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.8, weightDecay: 0.5 },
    epochs: 3,
    batchSize: count,
    seed: 1,
  },
} as const

const random = generator(3)
const words = Float32Array.from({ length: count * 12 }, () => random() * 2 - 1)
const kinds = Int32Array.from({ length: count }, (_, row) => row % 3)
const arrays: readonly NamedArray[] = [
  { name: 'words', shape: [count, 4, 3], values: words },
  { name: 'kind', shape: [count], values: kinds },
]

const scratch = scratchFolder()
let after: Weights
beforeAll(async () => {
  const batch = { count, inputs: { words }, labels: { kind: kinds } }
  const trained = await trainedHere(document, batch, 3)
  after = trained.after
  for (const [name, values] of after) expect(values, name).not.toEqual(trained.before.get(name))
}, 120_000)

expectSameInPython(document, arrays, scratch, () => after)
