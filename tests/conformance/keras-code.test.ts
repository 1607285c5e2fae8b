// The Keras code of every case of every layer, run beside Keras's own layer of that case.
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { kerasFiles } from '../../engine/export/keras-files.ts'
import { type LayerCase, layerCases } from '../fixtures/layers/load.ts'
import { describeWithPython, runPythonJson } from '../python.ts'
import { drawCase } from './compile-cases.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const program = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import keras_code
keras_code.main()
`

const chosen = process.env.LAYERLOOM_LAYERS?.split(',')
const cases = layerCases.filter(
  ({ type, inputs }) =>
    type !== 'input' &&
    (chosen?.includes(type) ?? true) &&
    inputs.every(shape => shape.reduce((total, size) => total * size, 1) < 1e5),
)

interface Printed {
  readonly code: string
  /** Why there is none. */
  readonly refusal?: string
}

async function printed(one: LayerCase): Promise<Printed> {
  try {
    const { files } = await kerasFiles(drawCase(one, 'layer'), {})
    return { code: files.get('model.py') ?? '' }
  } catch (error) {
    return { code: '', refusal: error instanceof Error ? error.message : String(error) }
  }
}

describeWithPython('Keras code of a layer', () => {
  let results: readonly (readonly string[])[] = []
  let codes: readonly Printed[] = []

  beforeAll(async () => {
    codes = await Promise.all(cases.map(printed))
    const input = cases.map((one, index) => ({ ...one, name: 'layer', code: codes[index]?.code }))
    results = (await runPythonJson(program, {
      input,
      timeoutSeconds: 280,
    })) as readonly (readonly string[])[]
  }, 300_000)

  it.each(cases.map((one, index) => [title(one), index] as const))('%s', (_, index) => {
    const refusal = codes[index]?.refusal
    if (refusal === undefined) expect(results[index]).toEqual([])
    else
      expect(refusal).toMatch(
        /^layer.*(Keras|at once|equally).*[Ee]xport to typescript or savedmodel/,
      )
  })
})

function title({ type, params, inputs }: LayerCase): string {
  return `${type} of ${inputs.map(shape => shape.join('×')).join(', ')} ${JSON.stringify(params)}`
}
