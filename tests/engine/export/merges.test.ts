// Shapes, merges, reductions and formulas as the exported project has them, in the cases that are compared with Keras.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import { findLayer } from '../../../shared/layers/index.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import { mergeCases, sideBySide } from './layer-cases.ts'

const scratch = scratchFolder()

describe('shapes, merges, reductions and formulas as TypeScript with tfjs', () => {
  const document = sideBySide('merges', mergeCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]

  beforeAll(async () => {
    const folder = join(scratch, 'merges')
    session = await openDocument(document)
    const batches = [1, 4].map(batch => randomInputs(session, batch))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
  }, 300_000)
  afterAll(() => session.close())

  it.each(titled(mergeCases))('%s answers as predict does', (_, index) => {
    const { type = '', params = {} } = mergeCases[index] ?? {}
    const count = findLayer(type)?.outputs?.({ axis: -1, ...params }) ?? 1
    const id = `${type}${index}`
    const ids = count === 1 ? [id] : Array.from({ length: count }, (_, at) => `${id}:${at}`)
    expectAnswers(answers, expected, ids)
  })
})
