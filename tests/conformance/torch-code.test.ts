// The PyTorch code of every case of every layer, with the weights converted, beside what Keras answers to that case.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { stateOf } from '../../engine/export/pytorch.ts'
import { pytorchFiles } from '../../engine/export/pytorch-files.ts'
import type { TorchEntry } from '../../shared/emit/pytorch/state.ts'
import type { Tensor } from '../../shared/emit/torch-call.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { type LayerCase, layerCases } from '../fixtures/layers/load.ts'
import { runPythonJson } from '../python.ts'
import { describeWithTorch, torchPython } from '../torch-python.ts'
import { drawCase } from './compile-cases.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

function program(module: string): string {
  return `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import ${module}
${module}.main()
`
}

const chosen = process.env.LAYERLOOM_LAYERS?.split(',')
const cases = layerCases.filter(
  ({ type, inputs }) =>
    type !== 'input' &&
    (chosen?.includes(type) ?? true) &&
    inputs.every(shape => shape.reduce((total, size) => total * size, 1) < 1e5),
)

interface Printed {
  readonly code: string
  readonly entries: readonly TorchEntry[]
  /** Numbers that learn, as PyTorch counts them. */
  readonly learned: number
  /** Why there is none. */
  readonly refusal?: string
}

async function printed(one: LayerCase): Promise<Printed> {
  const document = drawCase(one, 'layer')
  try {
    const { files, entries } = await pytorchFiles(document, {})
    return { code: files.get('model.py') ?? '', entries, learned: learnedBy(one) }
  } catch (error) {
    const refusal = error instanceof Error ? error.message : String(error)
    return { code: '', entries: [], learned: 0, refusal }
  }
}

/** PyTorch's recurrent layers have a second bias, and moving statistics are no parameters there. */
function learnedBy(one: LayerCase): number {
  const layer = analyse(drawCase(one, 'layer')).byId.get('layer')
  const weights = Object.entries(layer?.weights ?? {})
  const isLoop = /^(simpleRNN|gru|lstm)$/.test(one.type)
  return weights.reduce((sum, [name, { shape }]) => {
    if (/^(moving|mean$|variance$)/.test(name)) return sum
    const isOnly = isLoop && /bias$/i.test(name) && shape.length === 1
    return sum + shape.reduce((product, size) => product * size, 1) * (isOnly ? 2 : 1)
  }, 0)
}

type Place = readonly [offset: number, shape: readonly number[]]

interface Answer {
  readonly inputs: readonly Place[]
  readonly outputs: readonly Place[]
  readonly weights: Readonly<Record<string, Place>>
}

/** The state dicts of all cases in one file, as the exported weights are made. */
function writeStates(file: string, states: readonly ReadonlyMap<string, Tensor>[]) {
  const parts: Uint8Array[] = []
  let at = 0
  const places = states.map(state =>
    Object.fromEntries(
      [...state].map(([key, { shape, values }]) => {
        const place: Place = [at, shape]
        parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
        at += values.length
        return [key, place]
      }),
    ),
  )
  writeFileSync(file, Buffer.concat(parts))
  return places
}

function weightsOf(answer: Answer, numbers: Float32Array): ReadonlyMap<string, Tensor> {
  return new Map(
    Object.entries(answer.weights).map(([name, [offset, shape]]) => {
      const count = shape.reduce((product, size) => product * size, 1)
      return [name, { shape, values: numbers.slice(offset, offset + count) }]
    }),
  )
}

describeWithTorch('PyTorch code of a layer', () => {
  let results: readonly (readonly string[])[] = []
  let codes: readonly Printed[] = []

  beforeAll(async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'layerloom-torch-'))
    try {
      codes = await Promise.all(cases.map(printed))
      const numbers = join(scratch, 'numbers')
      const answers = (await runPythonJson(program('torch_peers'), {
        input: { file: numbers, cases },
        timeoutSeconds: 280,
      })) as readonly Answer[]
      const bytes = readFileSync(numbers)
      const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
      const states = answers.map((answer, index) =>
        stateOf(codes[index]?.entries ?? [], weightsOf(answer, all)),
      )
      const state = join(scratch, 'state')
      const places = writeStates(state, states)
      const made = answers.map(({ inputs, outputs }, index) => {
        const { code, learned } = codes[index] ?? { code: '', learned: 0 }
        return { code, learned, inputs, outputs, state: places[index] }
      })
      results = (await runPythonJson(program('torch_code'), {
        input: { numbers, state, cases: made },
        timeoutSeconds: 280,
        ...(torchPython !== undefined && { interpreter: torchPython }),
      })) as readonly (readonly string[])[]
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }, 600_000)

  it.each(cases.map((one, index) => [title(one), index] as const))('%s', (_, index) => {
    const refusal = codes[index]?.refusal
    if (refusal === undefined) expect(results[index]).toEqual([])
    else expect(refusal).toMatch(/^layer: PyTorch .*Export to typescript, keras or savedmodel/)
  })
})

function title({ type, params, inputs }: LayerCase): string {
  return `${type} of ${inputs.map(shape => shape.join('×')).join(', ')} ${JSON.stringify(params)}`
}
