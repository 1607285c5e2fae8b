// The PyTorch projects of templates, run by PyTorch itself: same parameters, same answers.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportPytorch } from '../../../engine/export/pytorch.ts'
import { pytorchFiles } from '../../../engine/export/pytorch-files.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { runPythonJson } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'
import { scratchFolder } from './exported-project.ts'
import { expectAsItWas } from './golden-text.ts'
import { npy } from './npy-file.ts'
import { smallDrawings } from './small-drawings.ts'

const scratch = scratchFolder()

/** Between them every form of code. Untrained, MobileNet answers the same for all classes: it would show nothing. */
const chosen = smallDrawings([
  'lenet',
  'resnet-20',
  'siamese',
  'convnext-tiny',
  'googlenet',
  'unet',
  'vit-tiny-16',
])

interface Result {
  readonly error?: string
  readonly learned: number
  readonly apart: Readonly<Record<string, number>>
  readonly status: number
  readonly said: string
}

describeWithTorch('PyTorch projects of templates', () => {
  const results = new Map<string, Result>()

  beforeAll(async () => {
    const folders = []
    for (const { name, document } of chosen) {
      const session = await openDocument(document)
      try {
        const folder = join(scratch, name)
        await exportPytorch(session, folder)
        folders.push(folder)
      } finally {
        await session.close()
      }
    }
    const program = readFileSync(new URL('./torch_run.py', import.meta.url), 'utf8')
    const answers = await runPythonJson(program, {
      input: folders,
      timeoutSeconds: 900,
      ...(torchPython !== undefined && { interpreter: torchPython }),
    })
    for (const [index, result] of (answers as readonly Result[]).entries())
      results.set(chosen[index]?.name ?? '', result)
  }, 1_200_000)

  it.each(chosen.map(({ name, document }) => [name, document] as const))(
    '%s learns what is drawn and answers as predict does',
    (name, document) => {
      const { layers, totals } = analyse(document)
      const result = results.get(name)
      expect(result?.error).toBeUndefined()
      expect(result?.learned).toBe(totals.trainable)
      const weighted = layers.filter(layer => Object.keys(layer.weights).length > 0).length
      // CONTRACTS: 1e-5 up to 30 layers with weights, 1e-4 beyond.
      for (const [id, apart] of Object.entries(result?.apart ?? {}))
        expect(apart, id).toBeLessThanOrEqual(weighted > 30 ? 1e-4 : 1e-5)
      expect(Object.keys(result?.apart ?? {}).length).toBeGreaterThan(0)
      expect(result?.said).toContain('max |Δ|')
      expect(result?.status).toBe(0)
    },
  )

  it('trains on and predicts what the weights on disk say', () => {
    const folder = join(scratch, 'lenet')
    const images = Float32Array.from({ length: 40 * 28 * 28 }, (_, at) => (at * 0.618) % 1)
    writeFileSync(join(folder, 'images.npy'), npy([40, 28, 28], images))
    const labels = Float32Array.from({ length: 40 }, (_, at) => at % 10)
    writeFileSync(join(folder, 'labels.npy'), npy([40], labels))
    const run = (...args: readonly string[]) =>
      execFileSync(torchPython ?? '', args, { cwd: folder, encoding: 'utf8' })
    const answer = () => JSON.parse(run('predict.py', 'images.npy')).outputs.scores[0] as number[]
    const before = answer()
    expect(before.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5)
    expect(run('train.py', 'images.npy', 'labels.npy')).toMatch(/Epoch 1\/\d+: loss \d/)
    expect(answer()).not.toEqual(before)
  }, 240_000)
})

const golden = fileURLToPath(new URL('../../golden/pytorch/', import.meta.url))

describe('model.py of a template', () => {
  it.each(['lenet', 'resnet-20', 'densenet-121'])('%s is printed as it was', async name => {
    const text = (await pytorchFiles(instantiate(name), {})).files.get('model.py') ?? ''
    expectAsItWas(join(golden, `${name}.py`), text)
  })
})

describe('a drawing that PyTorch cannot say', () => {
  it('is refused with the layer and what to do', async () => {
    const nodes = [
      { id: 'x', type: 'input', params: { shape: [2, 2, 2, 2, 3] } },
      { id: 'norm', type: 'batchNormalization' },
    ]
    const edges = [{ source: 'x', target: 'norm' }]
    const document = { format: 'layerloom' as const, version: 1 as const, name: 'x', nodes, edges }
    await expect(pytorchFiles(document, {})).rejects.toThrow(
      'norm: PyTorch normalizes batches of up to 4 axes, and the input has 5. Reshape it, or export to typescript, keras or savedmodel.',
    )
  })
})
