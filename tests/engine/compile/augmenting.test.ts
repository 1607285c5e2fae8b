// What the layers that change pictures by chance do in training, worked out again by formulas in Python.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { differentiate } from '../../../engine/compile/differentiate.ts'
import { lowerNetwork } from '../../../engine/compile/lower-network.ts'
import { mixedLabels } from '../../../engine/compile/mix-labels.ts'
import * as parts from '../../../engine/compile/network-graph.ts'
import { createRecorder, type Recorder } from '../../../engine/compile/recorder.ts'
import { type Signature, savedModel } from '../../../engine/compile/saved-model.ts'
import type { Tensor } from '../../../engine/compile/tensor.ts'
import { createVariables } from '../../../engine/compile/variables.ts'
import type { JsonObject } from '../../../shared/document/types.ts'
import type { ValueType } from '../../../shared/layers/graph.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { drawing, soundNetwork } from './networks.ts'

interface Case {
  readonly name: string
  readonly type: string
  readonly params: JsonObject
  readonly shape: readonly number[]
  readonly batch: number
}

const picture = [11, 10, 3]
const cases: readonly Case[] = (
  [
    ['randomFlip', {}, [4, 5, 2], 2000],
    ['randomFlip', { mode: 'horizontal' }, [4, 5, 3], 2000],
    ['randomFlip', { mode: 'vertical' }, [4, 5, 1], 2000],
    ['randomRotation', { factor: [-0.1, 0.3] }, picture, 400],
    ['randomRotation', { factor: 0.05, fillMode: 'wrap' }, picture, 400],
    [
      'randomRotation',
      { factor: 0.5, fillMode: 'constant', fillValue: 0.25, interpolation: 'nearest' },
      picture,
      400,
    ],
    ['randomTranslation', { heightFactor: [-0.1, 0.2], widthFactor: [-0.2, 0] }, picture, 400],
    [
      'randomTranslation',
      { heightFactor: 0.2, widthFactor: 0.2, fillMode: 'nearest', interpolation: 'nearest' },
      picture,
      400,
    ],
    ['randomZoom', { heightFactor: [-0.4, 0.2] }, picture, 400],
    [
      'randomZoom',
      { heightFactor: [0.1, 0.5], widthFactor: 0.3, fillMode: 'constant', fillValue: 0.5 },
      picture,
      400,
    ],
    ['randomCrop', { height: 4, width: 6 }, [7, 8, 2], 4000],
    ['randomCrop', { height: 6, width: 6, padding: 2 }, [6, 6, 3], 4000],
    ['randomCrop', { height: 5, width: 4 }, [5, 7, 1], 2000],
    ['randomBrightness', { factor: [-0.1, 0.4] }, [5, 6, 3], 400],
    ['randomBrightness', { factor: 0.3, valueRange: [0, 1] }, [5, 6, 1], 400],
    ['randomContrast', { factor: 0.4, valueRange: [0, 1] }, [5, 6, 3], 400],
    ['randomContrast', { factor: [0.2, 0.9] }, [5, 6, 2], 400],
    ['randomColorJitter', { valueRange: [0, 1], saturationFactor: [0.2, 0.6] }, [5, 6, 3], 400],
    ['randomColorJitter', { valueRange: [0, 1], hueFactor: [0.1, 0.8] }, [5, 6, 3], 400],
    ['randomColorJitter', { valueRange: [-1, 1], hueFactor: 0.4 }, [5, 6, 3], 400],
    [
      'randomColorJitter',
      {
        valueRange: [0, 1],
        brightnessFactor: [0.1, 0.1],
        contrastFactor: 0,
        saturationFactor: [0.6, 0.6],
        hueFactor: [0.3, 0.3],
      },
      [5, 6, 3],
      400,
    ],
    ['randomErasing', { valueRange: [0, 1], factor: [0.5, 0.5] }, [16, 12, 3], 2000],
    ['randomErasing', { valueRange: [0, 1], scale: [0.1, 0.2], fillValue: 0 }, [16, 12, 1], 2000],
    ['randomErasing', { factor: 0.6, fillValue: [1, 2, 3] }, [16, 12, 3], 2000],
    ['mixUp', {}, [4, 4, 1], 3000],
    ['mixUp', { alpha: 1 }, [4, 4, 3], 3000],
    // So small that both gamma numbers are below what float32 holds.
    ['mixUp', { alpha: 0.001 }, [4, 4, 1], 3000],
  ] as const
).map(([type, params, shape, batch], index) => ({
  name: `case${index}`,
  type,
  params: params as JsonObject,
  shape,
  batch,
}))

interface Trained {
  readonly output: Tensor
  readonly mixings: ReturnType<typeof lowerNetwork>['mixings']
}

function trained(g: Recorder, one: Case, x: Tensor, step: Tensor, computeType: ValueType): Trained {
  const document = drawing(one.name, [
    { id: `${one.name}-x`, type: 'input', params: { shape: [...one.shape] } },
    { id: `${one.name}-layer`, type: one.type, params: one.params },
  ])
  const { outputs, mixings } = lowerNetwork(g, soundNetwork(document), createVariables(g, 1), {
    inputs: [new Map([[`${one.name}-x`, x]])],
    scaling: {},
    computeType,
    training: { seed: 1, step },
  })
  const [output] = [...outputs.values()][0] ?? []
  if (!output) throw new Error(`${one.type} has no output`)
  return { output: g.cast(output, 'float32'), mixings }
}

function record(g: Recorder, one: Case, step: Tensor): Record<string, Signature> {
  const within = (name: string) => `${one.name}/${name}`
  const fetch = (name: string, value: Tensor) => parts.after(g, [], value, within(name))
  const x = parts.placeholder(g, within('x'), 'float32', [-1, ...one.shape])
  const inputs = { x, step }
  const { output, mixings } = trained(g, one, x, step, 'float32')
  if (one.type === 'mixUp')
    return { [within('float32')]: mixed(g, one, { x, step }, output, mixings) }
  const smooth = { ...one, params: { ...one.params, interpolation: 'bilinear' } }
  const cotangent = parts.placeholder(g, within('cotangent'), 'float32', output.shape)
  const product = g.op('Mul', [output, cotangent])
  const sum = g.op('Sum', [product, g.constant([0, 1, 2, 3], { type: 'int32' })])
  const [gradient] = differentiate(g, sum, [x])
  if (!gradient) throw new Error(`${one.type} has no gradient`)
  return {
    [within('float32')]: { inputs, outputs: { y: fetch('y', output) } },
    [within('bfloat16')]: {
      inputs,
      outputs: { y: fetch('narrow', trained(g, one, x, step, 'bfloat16').output) },
    },
    ...('interpolation' in one.params && {
      [within('smooth')]: {
        inputs,
        outputs: { y: fetch('smooth', trained(g, smooth, x, step, 'float32').output) },
      },
    }),
    [within('gradient')]: {
      inputs: { x, step, cotangent },
      outputs: { y: fetch('gradient', gradient) },
    },
  }
}

function mixed(
  g: Recorder,
  one: Case,
  inputs: { readonly x: Tensor; readonly step: Tensor },
  output: Tensor,
  mixings: Trained['mixings'],
): Signature {
  const labels = parts.placeholder(g, `${one.name}/labels`, 'int32', [-1])
  const target = {
    id: one.name,
    type: 'int32',
    shape: [4],
    loss: 'categoricalCrossentropy',
    weight: 1,
    trainingOnly: false,
    answersOf: null,
    smoothing: 0,
    counted: true,
  } as const
  const [mixing] = mixings
  if (!mixing) throw new Error('nothing is mixed')
  const named = { y: output, ...mixing, labels: mixedLabels(g, target, labels, mixings) }
  const outputs = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [
      name,
      parts.after(g, [], value, `${one.name}/out-${name}`),
    ]),
  )
  return { inputs: { ...inputs, labels }, outputs }
}

async function findings(): Promise<readonly (readonly string[])[]> {
  const g = createRecorder()
  const step = parts.placeholder(g, 'step', 'int32', [])
  const signatures = Object.assign({}, ...cases.map(one => record(g, one, step)))
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-augmenting-'))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel(g.nodes, signatures))
    const program = readFileSync(new URL('./augmenting.py', import.meta.url), 'utf8')
    const input = { folder, cases }
    return (await runPythonJson(program, { input, timeoutSeconds: 280 })) as string[][]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describeWithPython('Layers that change pictures by chance', () => {
  let found: readonly (readonly string[])[] = []
  beforeAll(async () => {
    found = await findings()
  }, 300_000)

  it.each(cases.map((one, index) => [`${one.type} ${JSON.stringify(one.params)}`, index] as const))(
    '%s: draws and pictures are those of the formula',
    (_, index) => {
      expect(found[index]).toEqual([])
    },
  )
})
