// Normalisations, activations and noise as TypeScript with tfjs, in the cases that are compared with Keras.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import { normalizingCases, sideBySide } from './layer-cases.ts'

const scratch = scratchFolder()

describe('normalisations, activations and noise as TypeScript with tfjs', () => {
  const document = sideBySide('normalizing', normalizingCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]

  beforeAll(async () => {
    const folder = join(scratch, 'normalizing')
    session = await openDocument(document)
    const batches = [1, 3].map(count => randomInputs(session, count))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
  }, 300_000)
  afterAll(() => session.close())

  it.each(titled(normalizingCases))('%s answers as predict does', (_, index) => {
    expectAnswers(answers, expected, [`${normalizingCases[index]?.type}${index}`])
  })
})
