import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileInference } from '../../../engine/compile/compile-inference.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import { loadTensorFlow } from '../../../engine/compile/tensorflow.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { randomBatch, relativeDifference } from './keras-check.ts'
import { normalized, several, soundNetwork, twoHeads } from './networks.ts'

// As a user of TensorFlow would: today's loader, and the one that TensorFlow Serving and TF 1 use.
const program = `
import json, sys
import numpy as np
import tensorflow as tf
results = []
for job in json.load(sys.stdin):
    inputs = {n: np.array(p['values'], np.float32).reshape([job['count'], *p['shape']]) for n, p in job['inputs'].items()}
    model = tf.saved_model.load(job['folder'])
    outputs = model.signatures['serving_default'](**{n: tf.constant(v) for n, v in inputs.items()})
    modern = {n: v.numpy().ravel().tolist() for n, v in outputs.items()}
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        meta = tf.compat.v1.saved_model.loader.load(session, ['serve'], job['folder'])
        signature = meta.signature_def['serving_default']
        outputs = session.run({n: i.name for n, i in signature.outputs.items()}, {signature.inputs[n].name: v for n, v in inputs.items()})
    results.append({'modern': modern, 'older': {n: v.ravel().tolist() for n, v in outputs.items()}})
print(json.dumps(results))
`

type Outputs = Readonly<Record<string, readonly number[]>>

const mean = [0.4, 0.1, -0.2, 0]
const scaling = { image: { mean, deviation: [0.5, 2, 1, 0.25] } }

describeWithPython('A SavedModel for other programs', () => {
  const root = mkdtempSync(join(tmpdir(), 'layerloom-export-test-'))
  const jobs: {
    folder: string
    count: number
    inputs: Record<string, { values: number[]; shape: readonly number[] }>
    ours: Record<string, Float32Array>
  }[] = []
  let theirs: readonly { readonly modern: Outputs; readonly older: Outputs }[] = []

  beforeAll(async () => {
    for (const [index, document] of [normalized, twoHeads, several].entries()) {
      const network = soundNetwork(document)
      const compilation = compileNetwork(network, {
        loss: index === 0 ? 'categoricalCrossentropy' : 'meanSquaredError',
        optimizer: { kind: 'adam', learningRate: 0.01 },
        seed: 2,
        scaling,
      })
      const session = await openSession(compilation)
      session.init()
      session.train({ ...randomBatch(compilation, 9, 1), step: 0, learningRate: 0.01 })
      const folder = join(root, String(index))
      mkdirSync(join(folder, 'variables'), { recursive: true })
      writeFileSync(
        join(folder, 'saved_model.pb'),
        compileInference(network, { scaling }).savedModel,
      )
      session.save(join(folder, 'variables', 'variables'), { weightsOnly: true })
      for (const count of [1, 7, 32]) {
        const { inputs } = randomBatch(compilation, count, count)
        const outputs = session.predict(inputs, count)
        jobs.push({
          folder,
          count,
          inputs: Object.fromEntries(
            compilation.inputs.map(({ id, shape }) => [
              id,
              { values: [...(inputs[id] ?? [])], shape },
            ]),
          ),
          ours: Object.fromEntries(Object.entries(outputs).map(([id, { values }]) => [id, values])),
        })
      }
      session.close()
    }
    const input = jobs.map(({ ours: _, ...job }) => job)
    theirs = (await runPythonJson(program, { input })) as typeof theirs
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it.each([
    [0, 'normalized, one example'],
    [1, 'normalized, seven'],
    [2, 'normalized, thirty-two'],
    [3, 'two heads, one example'],
    [4, 'two heads, seven'],
    [5, 'two heads, thirty-two'],
    [6, 'several values of one layer, one example'],
    [8, 'several values of one layer, thirty-two'],
  ])('predicts in Python as here (%i: %s)', index => {
    const ours = jobs[index]?.ours ?? {}
    expect(Object.keys(ours).length).toBeGreaterThan(0)
    for (const [id, values] of Object.entries(ours)) {
      expect(relativeDifference(values, theirs[index]?.modern[id] ?? [])).toBeLessThan(1e-5)
      expect(relativeDifference(values, theirs[index]?.older[id] ?? [])).toBeLessThan(1e-5)
    }
  })

  it('names every value of a layer that gives several', () => {
    expect(Object.keys(jobs[6]?.ours ?? {}).sort()).toEqual(['ends:0', 'ends:1'])
  })

  it('loads in tfjs-node too', async () => {
    const tf = loadTensorFlow()
    const model = await tf.node.loadSavedModel(join(root, '0'), ['serve'], 'serving_default')
    const values = jobs[1]?.inputs.image?.values ?? []
    const { scores } = model.predict({ image: tf.tensor(values, [7, 9, 8, 4]) }) as never as {
      scores: { dataSync(): Float32Array }
    }
    expect(relativeDifference(scores.dataSync(), jobs[1]?.ours.scores ?? [])).toBeLessThan(1e-6)
    model.dispose()
  })
})
