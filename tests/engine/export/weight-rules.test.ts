// First values, penalties, constraints and smoothed labels in both exports: one step of training moves every weight
// to where the program's own graph moves it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import { weightOrder } from '../../../engine/export/manifest.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { emitKeras } from '../../../shared/emit/keras/model.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { drawing, soundNetwork } from '../compile/networks.ts'
import { exportProject, runNode, scratchFolder } from './exported-project.ts'
import { npy } from './npy-file.ts'

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
    epochs: 1,
    batchSize: count,
    seed: 3,
    labelSmoothing: 0.1,
  },
}

const x = Float32Array.from({ length: count * 128 }, (_, i) => Math.sin((i + 1) * 4.8))
const classes = Int32Array.from({ length: count }, (_, i) => (i * 7) % 3)

type Weights = ReadonlyMap<string, Float32Array>

/** The weights before and after one step of the program's own graph. */
async function ours(): Promise<readonly [before: Weights, after: Weights]> {
  const { training } = document
  if (!training) throw new Error('a drawing without training')
  const session = await openSession(compileNetwork(soundNetwork(document), training))
  try {
    session.init()
    const before = session.readWeights()
    const batch = { inputs: { image: x }, labels: { scores: classes }, count }
    session.train({ ...batch, step: 0, learningRate: rate })
    return [before, session.readWeights()]
  } finally {
    session.close()
  }
}

function expectSame(found: (name: string) => ArrayLike<number>, wanted: Weights): void {
  for (const [name, values] of wanted) {
    const given = found(name)
    const largest = Math.max(...values.map(Math.abs))
    const apart = Math.max(...values.map((value, i) => Math.abs(value - (given[i] ?? Number.NaN))))
    expect(apart / largest, name).toBeLessThanOrEqual(1e-5)
  }
}

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
import keras, numpy as np
from keras import layers, ops
job = json.load(sys.stdin)
space = {"keras": keras, "layers": layers, "ops": ops, "np": np}
exec(job["code"], space)
model = space["create_model"]()
first = {name: [np.ravel(w).tolist() for w in model.get_layer(name).get_weights()] for name in ("edges", "conv", "hidden")}
for name, values in job["weights"].items():
    layer = model.get_layer(name)
    layer.set_weights([np.reshape(v, w.shape).astype("float32") for v, w in zip(values, layer.get_weights())])
space["keras"] = keras
exec(job["recipe"], space)
model.compile(optimizer=space["OPTIMIZER"], loss=space["LOSS"])
model.train_on_batch(np.reshape(job["x"], (-1, 8, 8, 2)).astype("float32"), np.array(job["y"]))
after = {name: [np.ravel(w).astype(float).tolist() for w in model.get_layer(name).get_weights()] for name in job["weights"]}
print(json.dumps({"first": first, "after": after}))
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
    ;[before, after] = await ours()
  }, 120_000)

  it('hold in TypeScript', async () => {
    const folder = join(scratch, 'ruled')
    const session = await openDocument(document)
    await exportProject(session, folder)
    await session.close()
    const printed = await runNode(['--input-type=module', '--eval', firstValues, folder], folder)
    const first = JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')
    const wanted = byLayer(before)
    for (const name of determined) expect([name, first[name]]).toEqual([name, wanted[name]])
    writeFileSync(join(folder, 'x.npy'), npy([count, 8, 8, 2], x))
    writeFileSync(join(folder, 'y.npy'), npy([count], Float32Array.from(classes)))
    await runNode(['dist/train.js', 'x.npy', 'y.npy'], folder)
    const bytes = readFileSync(join(folder, 'weights/weights.bin'))
    const { manifest, names } = weightOrder(soundNetwork(document))
    const places = manifest.layers.flatMap(({ weights }) => weights)
    const found = (name: string) => {
      const { offset = 0, shape = [] } = places[names.indexOf(name)] ?? {}
      const size = shape.reduce((product, each) => product * each, 1)
      return new Float32Array(new Uint8Array(bytes).buffer, offset, size)
    }
    expectSame(found, after)
  }, 300_000)

  describeWithPython('printed for Keras', () => {
    it('hold', async () => {
      const { kerasRecipe } = await import('../../../engine/export/keras-recipe.ts')
      const code = emitKeras(document).lines.map(({ text }) => text)
      const input = {
        code: code.join('\n'),
        recipe: kerasRecipe(document),
        weights: byLayer(before),
        x: [...x],
        y: [...classes],
      }
      const answer = (await runPythonJson(program, { input, timeoutSeconds: 250 })) as {
        readonly first: Readonly<Record<string, readonly (readonly number[])[]>>
        readonly after: Readonly<Record<string, readonly (readonly number[])[]>>
      }
      const wanted = byLayer(before)
      for (const name of determined)
        expect([name, answer.first[name]]).toEqual([name, wanted[name]])
      const places = Object.entries(byLayer(after))
      for (const [layer, weights] of places)
        for (const [at, values] of weights.entries())
          expectSame(
            () => answer.after[layer]?.[at] ?? [],
            new Map([[`${layer} ${at}`, Float32Array.from(values)]]),
          )
    }, 300_000)
  })
})
