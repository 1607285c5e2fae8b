// First values, penalties, constraints and smoothed labels in every export: three steps of training move every weight
// to where the program's own graph moves it.
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { describeWithTorch } from '../../torch-python.ts'
import { drawing } from '../compile/networks.ts'
import { runNode, scratchFolder } from './exported-project.ts'
import {
  asState,
  expectSame,
  trainedHere,
  trainedInKeras,
  trainedInPytorch,
  trainedInTypescript,
  type Weights,
} from './training-run.ts'

const steps = 3
const count = 8
const rate = 0.2

const document: NetworkDocument = {
  ...drawing('ruled', [
    { id: 'image', type: 'input', params: { shape: [8, 8, 2] } },
    {
      id: 'edges',
      type: 'depthwiseConv2d',
      params: {
        kernelSize: 3,
        depthwiseInitializer: 'sobelX',
        depthwiseConstraint: 'maxNorm',
        depthwiseRegularizer: { l1: 0.01 },
      },
    },
    {
      id: 'conv',
      type: 'conv2d',
      params: {
        filters: 4,
        kernelSize: 3,
        activation: 'tanh',
        kernelInitializer: {
          kind: 'values',
          values: [
            [0, 0.5, 0],
            [0.5, -2, 0.5],
            [0, 0.5, 0.25],
          ],
        },
        kernelRegularizer: { l1: 0.01, l2: 0.02 },
        kernelConstraint: { kind: 'maxNorm', maxValue: 0.9, axis: [0, 1, 2] },
        biasInitializer: { kind: 'constant', value: 0.25 },
        biasRegularizer: { l2: 0.3 },
      },
    },
    {
      id: 'wide',
      type: 'conv2d',
      params: {
        filters: 4,
        kernelSize: 2,
        dilationRate: 2,
        activation: 'tanh',
        kernelRegularizer: { l2: 0.5 },
        kernelConstraint: { kind: 'minMaxNorm', minValue: 0.2, maxValue: 0.5, rate: 0.5 },
        biasConstraint: 'nonNeg',
      },
    },
    { id: 'sequence', type: 'reshape', params: { targetShape: [4, 4] } },
    {
      id: 'memory',
      type: 'lstm',
      params: {
        units: 3,
        recurrentInitializer: { kind: 'orthogonal', gain: 2 },
        recurrentRegularizer: { l2: 0.1 },
        kernelRegularizer: { l1: 0.05 },
        kernelConstraint: { kind: 'unitNorm', axis: 0 },
      },
    },
    {
      id: 'hidden',
      type: 'dense',
      params: { units: 3, kernelInitializer: { kind: 'identity', gain: 0.5 } },
    },
    {
      id: 'scores',
      type: 'dense',
      params: {
        units: 3,
        activation: 'softmax',
        kernelInitializer: { kind: 'varianceScaling', scale: 2, distribution: 'untruncatedNormal' },
        kernelRegularizer: { l2: 0.05 },
      },
    },
  ]),
  training: {
    dataset: { kind: 'npz', validation: 0 },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'sgd', learningRate: rate },
    epochs: steps,
    batchSize: count,
    seed: 3,
    labelSmoothing: 0.1,
  },
}

const x = Float32Array.from({ length: count * 128 }, (_, i) => Math.sin((i + 1) * 4.8))
const classes = Int32Array.from({ length: count }, (_, i) => (i * 7) % 3)

const arrays = [
  { name: 'image', shape: [count, 8, 8, 2], values: x },
  { name: 'scores', shape: [count], values: classes },
]

/** Prints what weights begin as in a model that nobody has given any. */
const firstValues = `
  import { pathToFileURL } from 'node:url'
  const [folder] = process.argv.slice(1)
  const { createModel } = await import(pathToFileURL(folder + '/dist/model.js'))
  const model = createModel()
  const values = ['edges', 'conv', 'hidden'].map(name => [name, model.getLayer(name).getWeights().map(w => [...w.dataSync()])])
  console.log(JSON.stringify(Object.fromEntries(values)))
`

const program = `
import json, sys
sys.path.insert(0, json.load(sys.stdin))
from model import create_model
import numpy as np
model = create_model()
first = {name: [np.ravel(w).tolist() for w in model.get_layer(name).get_weights()] for name in ("edges", "conv", "hidden")}
print(json.dumps(first))
`

/** Layers with their weights in the order of the declaration, which is Keras's. */
function byLayer(weights: Weights): Record<string, number[][]> {
  const grouped: Record<string, number[][]> = {}
  for (const [name, values] of weights) {
    const [layer = ''] = name.split('/')
    grouped[layer] = [...(grouped[layer] ?? []), [...values]]
  }
  return grouped
}

const determined = ['edges', 'conv', 'hidden']

describe('exported rules for weights', () => {
  const scratch = scratchFolder()
  let before: Weights
  let after: Weights
  beforeAll(async () => {
    const batch = { inputs: { image: x }, labels: { scores: classes }, count }
    ;({ before, after } = await trainedHere(document, batch, steps))
  }, 120_000)

  const expectFirst = (found: Readonly<Record<string, unknown>>) => {
    const wanted = byLayer(before)
    for (const name of determined) expect([name, found[name]]).toEqual([name, wanted[name]])
  }

  it('hold in TypeScript', async () => {
    const folder = join(scratch, 'typescript')
    expectSame(await trainedInTypescript(document, folder, arrays), after)
    const printed = await runNode(['--input-type=module', '--eval', firstValues, folder], folder)
    expectFirst(JSON.parse(printed.trimEnd().split('\n').at(-1) ?? ''))
  }, 300_000)

  describeWithPython('in Keras', () => {
    it('hold', async () => {
      const folder = join(scratch, 'keras')
      expectSame(await trainedInKeras(document, folder, arrays), after)
      const found = await runPythonJson(program, { input: folder, timeoutSeconds: 250 })
      expectFirst(found as Readonly<Record<string, unknown>>)
    }, 300_000)
  })

  describeWithTorch('in PyTorch', () => {
    it('hold', async () => {
      const found = await trainedInPytorch(document, join(scratch, 'pytorch'), arrays)
      expectSame(found, await asState(document, after))
    }, 300_000)
  })
})
