// MixUp in exported Python: examples and their labels are mixed by the same shares, drawn from Beta(alpha, alpha).
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exportKeras } from '../../../engine/export/keras.ts'
import { exportPytorch } from '../../../engine/export/pytorch.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'
import { drawing } from '../compile/networks.ts'
import { scratchFolder } from './exported-project.ts'

const scratch = scratchFolder()

const document: NetworkDocument = {
  ...drawing('Mixes', [
    { id: 'x', type: 'input', params: { shape: [2, 2, 3] } },
    { id: 'mix', type: 'mixUp', params: { alpha: 0.4 } },
    { id: 'flat', type: 'flatten' },
    { id: 'kind', type: 'dense', params: { units: 3, activation: 'softmax' } },
    { id: 'size', type: 'dense', params: { units: 1 }, from: ['flat'] },
  ]),
  training: {
    dataset: { kind: 'npz', validation: 0.25 },
    loss: 'categoricalCrossentropy',
    losses: { size: { loss: 'meanSquaredError' } },
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    epochs: 2,
    batchSize: 300,
    seed: 1,
  },
}

/** Writes data.npz; `mixed` is λ·a + (1 − λ)·a′ in float64. */
const data = `
import json, sys
import numpy as np
folder = json.load(sys.stdin)
sys.path.insert(0, folder)
random = np.random.default_rng(2)
x = random.random((400, 2, 2, 3), dtype="float32")
kind = random.integers(0, 3, 400)
size = random.random(400, dtype="float32")
np.savez(folder + "/data.npz", x=x, kind=kind, size=size)
def mixed(values, share, order):
    share = np.asarray(share, "float64").reshape(-1, *[1] * (values.ndim - 1))
    return share * values + (1 - share) * values[np.asarray(order)]
same = lambda a, b: bool(np.allclose(np.asarray(a), b, atol=1e-6))
def drawn(share, order):
    # Mean 1/2 and variance 1 / (4 (2 alpha + 1)), within five standard errors of 400 draws.
    variance = 1 / (4 * 1.8)
    share = np.asarray(share, "float64")
    return {
        "a permutation": sorted(np.asarray(order).tolist()) == list(range(400)),
        "mean": bool(abs(share.mean() - 0.5) < 5 * (variance / 400) ** 0.5),
        "variance": bool(abs(share.var() - variance) < 5 * variance / 400**0.5),
    }
`

const torch = `${data}
import torch, train
model = train.load_weights(train.create_model())
given = train.read([folder + "/data.npz"])
seen = {}
def loss_of(answers, labels, own=train.loss_of):
    seen.update(labels)
    return own(answers, labels)
train.loss_of = loss_of
read = []
model.mix.register_forward_hook(lambda module, inputs, output: read.append(output.detach()))
model.train()
train.train_on(model, train.make_optimizer(train.groups_of(model)), *given)
share, order = model.mix.share.numpy(), model.mix.order.numpy()
pictures = given[0]["x"]
found = {
    **drawn(share, order),
    "examples": same(read[0], mixed(x.transpose(0, 3, 1, 2), share, order)),
    "classes": same(seen["kind"], mixed(np.eye(3)[kind], share, order)),
    "numbers": same(seen["size"].flatten(), mixed(size, share, order)),
    "nothing out of training": same(model.eval().mix(pictures), x.transpose(0, 3, 1, 2)),
}
train.main([folder + "/data.npz"])
print(json.dumps(found))
`

const keras = `${data}
import keras, train
from model import MixUp
model = train.load_weights(train.create_model())
model = train.Mixing(model.inputs, model.outputs)
seen = []
def record(labels, answers):
    seen.append(np.asarray(labels))
    return keras.ops.mean(answers)
model.compile(optimizer="sgd", loss=[record, record], run_eagerly=True)
model.train_on_batch(x, [np.eye(3, dtype="float32")[kind], size[:, None]])
(layer,) = [one for one in model.layers if isinstance(one, MixUp)]
share, order = np.asarray(layer.share), np.asarray(layer.order)
found = {
    **drawn(share, order),
    "classes": same(seen[0], mixed(np.eye(3)[kind], share, order)),
    "numbers": same(seen[1][:, 0], mixed(size, share, order)),
}
read = layer(x, training=True)
found["examples"] = same(read, mixed(x, layer.share, layer.order))
found["nothing out of training"] = same(layer(x, training=False), x)
layer.alpha = 0.001
found["numbers for any alpha"] = bool(np.isfinite(np.asarray(layer(x, training=True))).all())
train.main([folder + "/data.npz"])
print(json.dumps(found))
`

function expectAll(found: unknown, count: number): void {
  const entries = Object.entries(found as Record<string, boolean>)
  expect(entries.filter(([, holds]) => !holds)).toEqual([])
  expect(entries).toHaveLength(count)
}

describeWithTorch('MixUp in PyTorch', () => {
  it('mixes examples and labels alike', async () => {
    const folder = join(scratch, 'pytorch')
    const session = await openDocument(document)
    await exportPytorch(session, folder)
    await session.close()
    const interpreter = torchPython === undefined ? {} : { interpreter: torchPython }
    expectAll(await runPythonJson(torch, { input: folder, timeoutSeconds: 120, ...interpreter }), 7)
  }, 150_000)
})

describeWithPython('MixUp in Keras', () => {
  it('mixes examples and labels alike', async () => {
    const folder = join(scratch, 'keras')
    const session = await openDocument(document)
    await exportKeras(session, folder)
    await session.close()
    expectAll(await runPythonJson(keras, { input: folder, timeoutSeconds: 200 }), 8)
  }, 240_000)
})
