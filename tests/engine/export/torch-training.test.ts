// What exported PyTorch does in training by chance: by formulas and by the moments of what is drawn.
import { expect, it } from 'vitest'
import { pytorchFiles } from '../../../engine/export/pytorch-files.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { runPythonJson } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'
import { drawing } from '../compile/networks.ts'

/** What a program prints behind the model.py of a drawing. */
async function run(document: NetworkDocument, program: string): Promise<Record<string, boolean>> {
  const { files } = await pytorchFiles(document, {})
  const found = await runPythonJson(`import json, torch\n${files.get('model.py')}\n${program}`, {
    timeoutSeconds: 120,
    ...(torchPython !== undefined && { interpreter: torchPython }),
  })
  return found as Record<string, boolean>
}

describeWithTorch('DropConnect as PyTorch in training', () => {
  const document = drawing('Drops', [
    { id: 'x', type: 'input', params: { shape: [40] } },
    { id: 'y', type: 'dense', params: { units: 50, dropConnect: 0.4 } },
  ])

  it('leaves out a share of the weights and divides the others by the rest', async () => {
    // The identity goes in, so that the used weights come out: 2000 of them, 0.6 ± 4·√(0.24 ÷ 2000) stay.
    const found = await run(
      document,
      `
torch.manual_seed(1)
model = create_model()
used = model.train()(torch.eye(40)) - model.y.bias
weight = model.y.weight.T
kept = used != 0
print(json.dumps({
    "the rest is left": abs(kept.float().mean().item() - 0.6) < 4 * (0.24 / 2000) ** 0.5,
    "divided by 0.6": bool(torch.allclose(used[kept], weight[kept] / 0.6, atol=1e-6)),
    "another draw each time": bool((model(torch.eye(40)) != model(torch.eye(40))).any()),
    "nothing out of training": bool(torch.allclose(model.eval()(torch.eye(40)) - model.y.bias, weight, atol=1e-6)),
}))
`,
    )
    expect(Object.entries(found).filter(([, holds]) => !holds)).toEqual([])
    expect(Object.keys(found)).toHaveLength(4)
  }, 150_000)
})

it('says which constraint PyTorch cannot keep, and what to do', async () => {
  // Kernels of heads are [inputs, heads, size] as drawn, and rows of a matrix in PyTorch.
  const document = drawing('Heads', [
    { id: 'x', type: 'input', params: { shape: [5, 6] } },
    {
      id: 'heads',
      type: 'multiHeadAttention',
      params: { numHeads: 2, keyDim: 3, kernelConstraint: { kind: 'maxNorm', axis: 1 } },
    },
  ])
  await expect(pytorchFiles(document, {})).rejects.toThrow(
    'heads/queryKernel: PyTorch has these numbers in another order, in which norms along axis 1 cannot be taken. Take its constraint away, or export to typescript, keras or savedmodel instead.',
  )
})

it('says in the README what begins otherwise than it is drawn, and which heads are left out', async () => {
  const drawn = drawing('Otherwise', [
    { id: 'x', type: 'input', params: { shape: [6, 6, 2] } },
    {
      id: 'deep',
      type: 'depthwiseConv2d',
      params: { kernelSize: 3, depthwiseInitializer: 'orthogonal' },
    },
    { id: 'flat', type: 'flatten' },
    { id: 'early', type: 'dense', params: { units: 2 }, from: ['flat'] },
    { id: 'y', type: 'dense', params: { units: 2 }, from: ['flat'] },
  ])
  const document: NetworkDocument = {
    ...drawn,
    training: {
      dataset: { kind: 'npz' },
      loss: 'meanSquaredError',
      losses: { early: { loss: 'meanSquaredError', trainingOnly: true } },
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      epochs: 1,
      batchSize: 4,
      seed: 1,
    },
  }
  const readme = (await pytorchFiles(document, {})).files.get('README.md')
  expect(readme).toContain('From scratch, `deep.weight` begins with right angles between the rows')
  expect(readme).toContain('The drawing learns `early` in training only.')
})
