// The gradient of every weight through an exported PyTorch model is that of the program's own graph.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { writeNpy } from '../../../engine/data/npy.ts'
import { exportPytorch } from '../../../engine/export/pytorch.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NetworkDocument, Training } from '../../../shared/document/types.ts'
import { runPythonJson } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'
import { randomBatch } from '../compile/keras-check.ts'
import { convolutions, normalized, soundNetwork, twoHeads } from '../compile/networks.ts'
import { sequenceNetworks } from '../compile/sequence-networks.ts'
import { scratchFolder } from './exported-project.ts'
import { asState, expectSame, trainedHere, type Weights } from './training-run.ts'

const count = 6
/** One step of this length is the gradient itself, whatever the weights were. */
const rate = 2 ** 16

const training: Training = {
  dataset: { kind: 'npz' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'sgd', learningRate: rate },
  epochs: 1,
  batchSize: count,
  seed: 5,
}

const networks: readonly NetworkDocument[] = [
  { ...convolutions, training },
  { ...normalized, training },
  {
    ...twoHeads,
    training: { ...training, losses: { place: { loss: 'meanSquaredError', weight: 0.3 } } },
  },
  ...sequenceNetworks.map(({ document }) => ({ ...document, training })),
]

const program = `
import json, sys
folder = json.load(sys.stdin)
sys.path.insert(0, folder)
import train
model = train.load_weights(train.create_model()).train()
x, y = train.read([folder + "/data.npz"])
train.loss_of(train.answer(model, x), y).backward()
learned = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
print(json.dumps({name: weight.grad.flatten().tolist() for name, weight in learned}))
`

/** Gradients by the names of PyTorch: what one step took away. */
async function ours(document: NetworkDocument, batch: Parameters<typeof trainedHere>[1]) {
  const { before, after } = await trainedHere(document, batch, 1)
  const taken: Weights = new Map(
    [...before].map(([name, values]) => [
      name,
      values.map((value, at) => (value - (after.get(name)?.[at] ?? Number.NaN)) / rate),
    ]),
  )
  return await asState(document, taken)
}

describeWithTorch('Gradients through exported PyTorch', () => {
  const scratch = scratchFolder()

  it.each(networks.map(document => [document.name, document] as const))(
    'are ours for every weight of %s',
    async (name, document) => {
      const compilation = compileNetwork(soundNetwork(document), document.training ?? training)
      const batch = randomBatch(compilation, count, 9)
      const folder = join(scratch, name.replaceAll(' ', '-'))
      const session = await openDocument(document)
      await exportPytorch(session, folder)
      await session.close()
      const files = [
        ...compilation.inputs.map(({ id, shape }) => [id, shape, batch.inputs[id]] as const),
        ...compilation.targets.map(
          ({ id, shape, type }) =>
            [id, type === 'int32' ? shape.slice(0, -1) : shape, batch.labels[id]] as const,
        ),
      ].map(([id, shape, values]) => [
        `${id}.npy`,
        writeNpy(values as Float32Array | Int32Array, [count, ...shape]),
      ])
      writeFileSync(join(folder, 'data.npz'), zipSync(Object.fromEntries(files)))
      const found = (await runPythonJson(program, {
        input: folder,
        timeoutSeconds: 120,
        ...(torchPython !== undefined && { interpreter: torchPython }),
      })) as Readonly<Record<string, readonly number[]>>
      const wanted = await ours(document, batch)
      const learned = Object.keys(found).map(key => [key, wanted.get(key)] as const)
      expect(learned.length).toBeGreaterThan(2)
      expectSame(
        new Map(Object.entries(found).map(([key, values]) => [key, Float32Array.from(values)])),
        new Map(learned.map(([key, values]) => [key, values ?? new Float32Array([Number.NaN])])),
      )
    },
    240_000,
  )
})
