// The Keras projects of templates, run by Keras itself: same parameters, same answers.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { exportKeras } from '../../../engine/export/keras.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays } from '../../../engine/train/run-types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { allTemplates, templates } from '../../../templates/index.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { randomInputs, scratchFolder } from './exported-project.ts'
import { npy } from './npy-file.ts'

const scratch = scratchFolder()

/** Every variant of every family with LAYERLOOM_EVERY_TEMPLATE=1, which takes minutes. */
const families = new Set(templates.map(({ name }) => name))
const every = process.env.LAYERLOOM_EVERY_TEMPLATE === '1'
const chosen = allTemplates.filter(({ name }) => every || families.has(name))

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
