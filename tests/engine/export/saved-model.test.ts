import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exportSavedModel } from '../../../engine/export/saved-model.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays } from '../../../engine/train/run-types.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { drawings } from './drawings.ts'
import { difference, randomInputs, runNode, scratchFolder } from './exported-project.ts'

const scratch = scratchFolder()

/** Answers of the exported folder, in files, and what its proto says. */
const program = `
import json, sys
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

def describe(folder):
    model = saved_model_pb2.SavedModel()
    data = open(folder + "/saved_model.pb", "rb").read()
    model.ParseFromString(data)
    (graph,) = model.meta_graphs
    signature = graph.signature_def["serving_default"]
    shapes = lambda ports: {k: [tf.as_dtype(p.dtype).name, [d.size for d in p.tensor_shape.dim]] for k, p in ports.items()}
    operations = {node.op for node in graph.graph_def.node}
    return {
        "tags": list(graph.meta_info_def.tags),
        "signatures": sorted(graph.signature_def),
        "method": signature.method_name,
        "inputs": shapes(signature.inputs),
        "outputs": shapes(signature.outputs),
        "restore": bool(graph.saver_def.restore_op_name),
        "training": sorted(o for o in operations if "Apply" in o or "Backprop" in o or "Grad" in o),
        "absolute": sorted({part for part in data.decode("latin1").split('"') if "/tmp/" in part})[:3],
    }

answers = []
for folder, batches in json.load(sys.stdin):
    serve = tf.saved_model.load(folder).signatures["serving_default"]
    for place, batch in enumerate(batches):
        inputs = {name: tf.constant(np.fromfile(file, "float32").reshape(shape)) for name, (file, shape) in batch.items()}
        for name, value in serve(**inputs).items():
            array = value.numpy()
            array.astype("float32").tofile(f"{folder}.{place}.{name.replace(chr(47), chr(95))}")
            answers.append([folder, place, name, list(array.shape), array.dtype.name])
print(json.dumps({"answers": answers, "protos": {folder: describe(folder) for folder, _ in json.load(open(sys.argv[1]))}}))
`

interface Proto {
  readonly tags: readonly string[]
  readonly signatures: readonly string[]
  readonly method: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly restore: boolean
  readonly training: readonly string[]
  readonly absolute: readonly string[]
}

type Answer = [folder: string, batch: number, name: string, shape: number[], type: string]

interface Exported {
  readonly name: string
  readonly folder: string
  readonly batches: readonly NamedArrays[]
  readonly expected: readonly NamedArrays[]
}

async function exported(name: string, document: NetworkDocument): Promise<Exported> {
  const session = await openDocument(document)
  try {
    // Written in one place and moved to another: nothing may remember where it was.
    const first = mkdtempSync(join(tmpdir(), 'layerloom-first-'))
    const folder = join(scratch, name)
    await exportSavedModel(session, join(first, 'model'))
    renameSync(join(first, 'model'), folder)
    rmSync(first, { recursive: true })
    const batches = [1, 7, 32].map(size => randomInputs(session, size))
    const expected: NamedArrays[] = []
    for (const batch of batches) expected.push(await session.predict(batch))
    return { name, folder, batches, expected }
  } finally {
    await session.close()
  }
}

/** Loads all of them in one Python. */
async function loaded(models: readonly Exported[]) {
  const list = models.map(({ folder, batches }) => [
    folder,
    batches.map((batch, place) =>
      Object.fromEntries(
        Object.entries(batch).map(([id, { shape, values }]) => {
          const file = `${folder}.in.${place}.${id}`
          writeFileSync(file, new Uint8Array(values.slice().buffer))
          return [id, [file, shape]]
        }),
      ),
    ),
  ])
  const file = join(scratch, 'models.json')
  writeFileSync(file, JSON.stringify(list))
  const answer = await runPythonJson(program, { input: list, arguments: [file] })
  return answer as { answers: readonly Answer[]; protos: Readonly<Record<string, Proto>> }
}

async function worst(models: readonly Exported[], answers: readonly Answer[]) {
  const result: Record<string, number> = {}
  for (const [folder, place, name, shape] of answers) {
    const model = models.find(one => one.folder === folder)
    const ours = model?.expected[place]?.[name]
    if (!model || !ours) throw new Error(`${folder} gives ${name}, which predict does not`)
    const bytes = new Uint8Array(readFileSync(`${folder}.${place}.${name.replaceAll('/', '_')}`))
    const apart = difference({ shape, values: new Float32Array(bytes.buffer) }, ours)
    result[model.name] = Math.max(result[model.name] ?? 0, apart)
  }
  return result
}

describeWithPython('a SavedModel', () => {
  const names = ['lenet', 'lenet-5', 'mlp', 'cnn-32', 'fashion-cnn', 'resnet-20']

  it('answers batches of 1, 7 and 32 in Python’s TensorFlow as predict does', async () => {
    const models: Exported[] = []
    for (const name of names) models.push(await exported(name, instantiate(name)))
    for (const drawing of drawings.slice(0, 3))
      models.push(await exported(drawing.name.replace(' ', '-'), drawing))
    const { answers, protos } = await loaded(models)
    const apart = await worst(models, answers)
    expect(Object.keys(apart)).toHaveLength(models.length)
    expect(answers.filter(([, , , , type]) => type !== 'float32')).toEqual([])
    for (const [name, share] of Object.entries(apart)) expect(share, name).toBeLessThanOrEqual(1e-5)
    for (const proto of Object.values(protos))
      expect(proto).toMatchObject({
        tags: ['serve'],
        signatures: ['serving_default'],
        method: 'tensorflow/serving/predict',
        restore: true,
        training: [],
        absolute: [],
      })
    expect(protos[join(scratch, 'lenet')]).toMatchObject({
      inputs: { image: ['float32', [-1, 28, 28, 1]] },
      outputs: { scores: ['float32', [-1, 10]] },
    })
    expect(readdirSync(join(scratch, 'lenet'))).toEqual(['saved_model.pb', 'variables'])
  })

  it('keeps the precision of the run: bfloat16 answers agree to its eight digits', async () => {
    const plain = instantiate('fashion-cnn')
    if (!plain.training) throw new Error('a template without training')
    const mixed = { ...plain, training: { ...plain.training, precision: 'mixedBfloat16' as const } }
    const models = [await exported('mixed', mixed)]
    const { answers } = await loaded(models)
    const apart = await worst(models, answers)
    // The same operations in the same precision; a fused kernel may round a bfloat16 (8 bits) once more.
    expect(apart.mixed).toBeLessThanOrEqual(2 ** -8)
    expect(answers.every(([, , , , type]) => type === 'float32')).toBe(true)
  })

  it('is loaded by tfjs-node too', async () => {
    const model = await exported('for-node', instantiate('lenet'))
    const [batch] = model.batches.slice(1)
    const [expected] = model.expected.slice(1)
    if (!batch?.image || !expected?.scores) throw new Error('no batch')
    writeFileSync(`${model.folder}.x`, new Uint8Array(batch.image.values.slice().buffer))
    const text = await runNode(
      [
        '--eval',
        `require('node:util').isNullOrUndefined ??= value => value == null
         const tf = require('@tensorflow/tfjs-node-gpu')
         const { readFileSync } = require('node:fs')
         tf.node.loadSavedModel(process.argv[1], ['serve'], 'serving_default').then(model => {
           const bytes = new Uint8Array(readFileSync(process.argv[1] + '.x'))
           const x = tf.tensor(new Float32Array(bytes.buffer), [7, 28, 28, 1])
           console.log(JSON.stringify(Array.from(model.predict({ image: x }).scores.dataSync())))
         })`,
        model.folder,
      ],
      process.cwd(),
    )
    const values = Float32Array.from(JSON.parse(text.trim().split('\n').at(-1) ?? ''))
    expect(difference({ shape: [7, 10], values }, expected.scores)).toBeLessThanOrEqual(1e-5)
  })
})
