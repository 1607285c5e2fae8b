// Convolutions over one axis and three as the exported project has them, in the cases that are compared with Keras.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import {
  difference,
  exportProject,
  randomInputs,
  runProject,
  scratchFolder,
} from './exported-project.ts'
import { convolutionCases, sideBySide } from './layer-cases.ts'

const scratch = scratchFolder()

describe('convolutions over one axis and three as TypeScript with tfjs', () => {
  const document = sideBySide('convolutions', convolutionCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]

  beforeAll(async () => {
    const folder = join(scratch, 'convolutions')
    session = await openDocument(document)
    const batches = [1, 7].map(batch => randomInputs(session, batch))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
  }, 300_000)
  afterAll(() => session.close())

  it.each(
    convolutionCases.map(
      (one, index) => [`${one.type} ${JSON.stringify(one.params ?? {})}`, index] as const,
    ),
  )('%s answers as predict does', (_, index) => {
    const id = `${convolutionCases[index]?.type}${index}`
    for (const [batch, outputs] of expected.entries()) {
      const output = outputs[id]
      if (!output) throw new Error(`no output ${id}`)
      expect(difference(answers[batch]?.[id], output)).toBeLessThanOrEqual(1e-5)
    }
  })
})
