// The Keras projects of templates, run by Keras itself: same parameters, same answers.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportKeras } from '../../../engine/export/keras.ts'
import { kerasFiles } from '../../../engine/export/keras-files.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays } from '../../../engine/train/run-types.ts'
import type { JsonObject, NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { randomInputs, scratchFolder } from './exported-project.ts'
import { expectAsItWas } from './golden-text.ts'
import { npy } from './npy-file.ts'
import { smallDrawings } from './small-drawings.ts'

const scratch = scratchFolder()

/** Networks that between them hold every form of code. */
const chosen = smallDrawings([
  'lenet',
  'fashion-cnn',
  'resnet-20',
  'siamese',
  'alexnet',
  'googlenet',
  'vit-tiny-16',
])

interface Result {
  readonly error?: string
  readonly parameters: number
  readonly apart: Readonly<Record<string, number>>
}

/** Files of a batch by id. */
function stored(folder: string, arrays: NamedArrays): Readonly<Record<string, string>> {
  mkdirSync(folder, { recursive: true })
  return Object.fromEntries(
    Object.entries(arrays).map(([id, { shape, values }], index) => {
      const file = join(folder, `${index}.npy`)
      writeFileSync(file, npy(shape, values))
      return [id, file]
    }),
  )
}

describeWithPython('Keras projects of templates', () => {
  const results = new Map<string, Result>()

  beforeAll(async () => {
    const jobs = []
    for (const { name, document } of chosen) {
      const session = await openDocument(document)
      try {
        const folder = join(scratch, name)
        await exportKeras(session, folder)
        const inputs = randomInputs(session, 2)
        jobs.push({
          folder,
          inputs: stored(join(folder, 'in'), inputs),
          outputs: stored(join(folder, 'out'), await session.predict(inputs)),
        })
      } finally {
        await session.close()
      }
    }
    const program = readFileSync(new URL('./keras_run.py', import.meta.url), 'utf8')
    const answers = await runPythonJson(program, { input: jobs, timeoutSeconds: 900 })
    for (const [index, result] of (answers as readonly Result[]).entries())
      results.set(chosen[index]?.name ?? '', result)
  }, 1_200_000)

  it.each(chosen.map(({ name, document }) => [name, document] as const))(
    '%s has the parameters of the drawing and answers as predict does',
    (name, document) => {
      const { totals, layers } = analyse(document)
      const result = results.get(name)
      expect(result?.error).toBeUndefined()
      expect(result?.parameters).toBe(totals.parameters)
      const weighted = layers.filter(layer => Object.keys(layer.weights).length > 0).length
      // CONTRACTS: 1e-5 up to 30 layers with weights, 1e-4 beyond.
      for (const [id, apart] of Object.entries(result?.apart ?? {}))
        expect(apart, id).toBeLessThanOrEqual(weighted > 30 ? 1e-4 : 1e-5)
      expect(Object.keys(result?.apart ?? {}).length).toBeGreaterThan(0)
    },
  )
})

const golden = fileURLToPath(new URL('../../golden/keras/', import.meta.url))

describe('model.py of a template', () => {
  it.each(['fashion-cnn', 'resnet-20'])('%s is printed as it was', async name => {
    const text = (await kerasFiles(instantiate(name), {})).files.get('model.py') ?? ''
    expectAsItWas(join(golden, `${name}.py`), text)
  })
})

describe('a drawing that Keras cannot say', () => {
  const refused = (type: string, params: JsonObject, shape: readonly number[]) => {
    const nodes = [
      { id: 'in', type: 'input', params: { shape: [...shape] } },
      { id: 'layer', type, params },
    ]
    const edges = [{ source: 'in', target: 'layer' }]
    return kerasFiles({ format: 'layerloom', version: 1, name: 'x', nodes, edges }, {})
  }

  it('is refused with the layer, the numbers and what to do', async () => {
    await expect(
      refused('conv2d', { filters: 2, strides: 2, dilationRate: 3, kernelSize: 3 }, [9, 9, 1]),
    ).rejects.toThrow(
      'layer: Keras cannot convolve with strides 2×2 and a dilation of 3×3 at once. Use one of the two, or export to typescript or savedmodel.',
    )
    await expect(
      refused('depthwiseConv2d', { kernelSize: 3, strides: [2, 1] }, [9, 9, 2]),
    ).rejects.toThrow('the strides are 2×1. Use one number')
  })
})

describeWithPython('what the code makes of a drawing', () => {
  const run = async (document: NetworkDocument) => {
    const code = (await kerasFiles(document, {})).files.get('model.py')
    const program = `
import json, sys
space = {}
exec(json.load(sys.stdin), space)
model = space["create_model"]()
print(json.dumps([[layer.name, layer.get_config().get("units")] for layer in model.layers]))
`
    return await runPythonJson(program, { input: code })
  }

  it('computes with expressions as the document does', async () => {
    const units = [
      '=width/2',
      '=(width<9)+1',
      '=round(width/3)',
      '=floor(-width/3)+9',
      '=max(1,width-5)',
      '=2*(flag and width>3)+1',
      '=not (flag==0)',
      '=-(-width)',
      '=1+((2<3)<2)',
    ]
    const nodes = units.map((value, index) => ({
      id: `d${index}`,
      type: 'dense',
      params: { units: value },
    }))
    const inner = {
      parameters: { width: 4, flag: true },
      nodes: [{ id: 'in', type: 'blockInput' }, ...nodes, { id: 'out', type: 'blockOutput' }],
      edges: ['in', ...nodes.map(({ id }) => id)].map((source, index) => ({
        source,
        target: nodes[index]?.id ?? 'out',
      })),
    }
    const names = await run({
      format: 'layerloom',
      version: 1,
      name: 'Expressions',
      parameters: { size: 16 },
      blocks: { inner },
      nodes: [
        { id: 'x', type: 'input', params: { shape: [5] } },
        { id: 'use', type: 'block', block: 'inner', params: { width: '=size/2' }, repeat: 2 },
      ],
      edges: [{ source: 'x', target: 'use' }],
    })
    // By hand, with width 16 ÷ 2 = 8: 8/2, 1+1, ⌊2.67 + 0.5⌋, ⌊−2.67⌋ + 9, 8 − 5, 2·1 + 1, 1, 8, 1 + (1 < 2).
    const expected = [4, 2, 3, 6, 3, 3, 1, 8, 2]
    expect(names).toEqual([
      ['x', null],
      ...[0, 1].flatMap(index => expected.map((count, at) => [`use_${index}_d${at}`, count])),
    ])
  })
})
